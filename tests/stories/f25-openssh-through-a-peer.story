# F25: only the route to the subnet goes; a person is logged in from another peer, which gets through. Nothing may cut that.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route deleted
ssh session
advance 5min
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
02:15:12.528    not done: up-reset (a peer still gets through), restart (a peer still gets through)
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
02:16:14.527  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:14.527    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:17.527  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:17.527    applies reconnect
02:16:17.527  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 6)
02:16:17.532  (reconnect: done)
02:16:17.532  remedying → settling: the remedy is over; let its own churn come to rest
02:16:19.032  settling → probing: nothing moved for the quiet period
02:16:19.032    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:22.032  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:25.032  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:17:04.033    applies reconnect
02:17:04.033  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:17:04.038  (reconnect: done)
02:17:04.038  remedying → settling: the remedy is over; let its own churn come to rest
02:17:05.538  settling → probing: nothing moved for the quiet period
02:17:05.538    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:08.538  probing → probing: not yet the evidence that the next remedy needs; look again
02:17:11.538  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:18:09.362  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:09.362    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:12.362  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:18:12.362    applies reconnect
02:18:12.362  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 8)
02:18:12.367  (reconnect: done)
02:18:12.367  remedying → settling: the remedy is over; let its own churn come to rest
02:18:13.867  settling → probing: nothing moved for the quiet period
02:18:13.867    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:16.867  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:19.868  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))

route installed
until healthy within 60s
----
02:20:04.880  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
