# F25: all ways into the tailnet are lost while a person is logged in; the session has stood still for a minute after that,
# and counts no more.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route flushed
ssh session
advance 1min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:05.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:05.023    applies reconnect
02:15:05.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:05.028  (reconnect: done)
02:15:05.028  remedying → settling: the remedy is over; let its own churn come to rest
02:15:06.528  settling → probing: nothing moved for the quiet period
02:15:06.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.528  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:12.528  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:12.528    not done: up-reset (an ssh session over the tailnet is in use; it is given ten minutes), restart (an ssh session over the tailnet is in use; it is given ten minutes)
02:15:12.528    applies reconnect
02:15:12.528  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:15:12.533  (reconnect: done)
02:15:12.533  remedying → settling: the remedy is over; let its own churn come to rest
02:15:14.033  settling → probing: nothing moved for the quiet period
02:15:14.033    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:17.034  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:20.034  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:20.034    applies reconnect
02:15:20.034  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:20.039  (reconnect: done)
02:15:20.039  remedying → settling: the remedy is over; let its own churn come to rest
02:15:21.539  settling → probing: nothing moved for the quiet period
02:15:21.539    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:24.539  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:27.539  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:27.539    applies reconnect
02:15:27.539  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:15:27.544  (reconnect: done)
02:15:27.544  remedying → settling: the remedy is over; let its own churn come to rest
02:15:29.044  settling → probing: nothing moved for the quiet period
02:15:29.044    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:32.044  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:35.045  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:42.853  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:42.853    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:45.853  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:45.853    applies reconnect
02:15:45.853  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 5)
02:15:45.858  (reconnect: done)
02:15:45.858  remedying → settling: the remedy is over; let its own churn come to rest
02:15:47.358  settling → probing: nothing moved for the quiet period
02:15:47.358    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:50.359  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:53.359  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))

ssh over
until healthy within 3min
----
02:16:06.359    not done: reconnect (tried already)
02:16:13.088  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:13.088    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:16.088  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:16.088    remembers: 0 restarts, 1 up-resets in the last hour
02:16:16.088    applies up-reset
02:16:16.088  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 6)
02:16:16.388  (up-reset: done)
02:16:16.388  remedying → settling: the remedy is over; let its own churn come to rest
02:16:18.388  settling → probing: nothing moved for the quiet period
02:16:18.388    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:21.389  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:24.389  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:24.389    not done: reconnect (tried already), up-reset (tried already)
02:16:37.851    remembers: 1 restarts, 1 up-resets in the last hour
02:16:37.851    applies restart
02:16:37.851  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 7)
02:16:38.451  (restart: done)
02:16:38.451  remedying → settling: the remedy is over; let its own churn come to rest
02:16:40.451  settling → probing: nothing moved for the quiet period
02:16:40.451    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:43.451  probing → probing: the targets answer; once more for the proof
02:17:03.671  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
