# tailscaled hangs, and hangs again after a restart, and the uplink flaps: no two restarts within five minutes.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

remedy restart does-nothing
at 02:15:00 tailscaled hangs
advance 30s
network wan1 via 198.51.100.1 hints route
advance 40s
network wan0 via 192.0.2.1 hints route
advance 1min
network wan1 via 198.51.100.1 hints route
remedy restart works
until healthy within 5min
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
02:15:10.612  (restart: done)
02:15:10.612  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.612  settling → probing: nothing moved for the quiet period
02:15:12.612    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.612  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 3 times in a row)
02:15:15.612    not done: reconnect (LocalAPI does not answer), restart (it was restarted and hangs again; once more after five minutes)
02:15:30.000  reported → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:31.000  settling → probing: nothing moved for the quiet period
02:15:31.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:34.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 5 times in a row)
02:16:10.000  reported → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:16:11.000  settling → probing: nothing moved for the quiet period
02:16:11.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:14.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 8 times in a row)
02:17:10.000  reported → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:17:11.000  settling → probing: nothing moved for the quiet period
02:17:11.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:14.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 13 times in a row)
02:20:16.003  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 27 times in a row)
02:20:16.003    not done: reconnect (LocalAPI does not answer)
02:20:16.003    remembers: 2 restarts, 0 up-resets in the last hour
02:20:16.003    applies restart
02:20:16.003  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:20:16.603  (restart: done)
02:20:16.603  remedying → settling: the remedy is over; let its own churn come to rest
02:20:18.603  settling → probing: nothing moved for the quiet period
02:20:18.603    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:21.603  probing → probing: the targets answer; once more for the proof
02:20:41.823  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

