# The budget cannot be kept on disk, so no restart begins; none is spent either: when there is room again, one heals.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled hangs
remedy restart is-withheld
advance 90s
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:10.012    to do: sudo systemctl restart tailscaled.service
02:15:10.012    not done: reconnect (LocalAPI does not answer)
02:15:10.012    remembers: 1 restarts, 0 up-resets in the last hour
02:15:10.012    applies restart
02:15:10.012  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:10.612  (restart: withheld)
02:15:10.612  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.612  settling → probing: nothing moved for the quiet period
02:15:12.612    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.612  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 3 times in a row)
02:15:15.612    remembers: 1 restarts, 0 up-resets in the last hour
02:15:15.612    applies restart
02:15:15.612  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:16.212  (restart: withheld)
02:15:16.212  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.212  settling → probing: nothing moved for the quiet period
02:15:18.212    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:21.212  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 4 times in a row)
02:15:21.212    remembers: 1 restarts, 0 up-resets in the last hour
02:15:21.212    applies restart
02:15:21.212  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 3)
02:15:21.812  (restart: withheld)
02:15:21.812  remedying → settling: the remedy is over; let its own churn come to rest
02:15:23.812  settling → probing: nothing moved for the quiet period
02:15:23.812    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:26.813  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 5 times in a row)
02:15:26.813    remembers: 1 restarts, 0 up-resets in the last hour
02:15:26.813    applies restart
02:15:26.813  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 4)
02:15:27.413  (restart: withheld)
02:15:27.413  remedying → settling: the remedy is over; let its own churn come to rest
02:15:29.413  settling → probing: nothing moved for the quiet period
02:15:29.413    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:32.413  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 6 times in a row)
02:15:42.127  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:42.127    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:45.127  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 7 times in a row)
02:15:45.127    remembers: 1 restarts, 0 up-resets in the last hour
02:15:45.127    applies restart
02:15:45.127  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 5)
02:15:45.727  (restart: withheld)
02:15:45.727  remedying → settling: the remedy is over; let its own churn come to rest
02:15:47.727  settling → probing: nothing moved for the quiet period
02:15:47.727    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:50.727  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 8 times in a row)
02:16:16.727    remembers: 1 restarts, 0 up-resets in the last hour
02:16:16.727    applies restart
02:16:16.727  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:16:17.327  (restart: withheld)
02:16:17.327  remedying → settling: the remedy is over; let its own churn come to rest
02:16:19.327  settling → probing: nothing moved for the quiet period
02:16:19.327    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:22.328  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 11 times in a row)

remedy restart works
until healthy within 10min
----
02:17:02.596    remembers: 1 restarts, 0 up-resets in the last hour
02:17:02.596    applies restart
02:17:02.596  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 7)
02:17:03.196  (restart: done)
02:17:03.196  remedying → settling: the remedy is over; let its own churn come to rest
02:17:05.196  settling → probing: nothing moved for the quiet period
02:17:05.196    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:08.196  probing → probing: the targets answer; once more for the proof
02:17:28.416  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

