# F20: table 52 is flushed, or tailscale0 is down: the same to see. tailscaled does not heal that: the mildest that works.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route flushed
until healthy within 60s
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
02:15:12.528    not done: reconnect (tried already)
02:15:12.528    remembers: 0 restarts, 1 up-resets in the last hour
02:15:12.528    applies up-reset
02:15:12.528  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 2)
02:15:12.828  (up-reset: done)
02:15:12.828  remedying → settling: the remedy is over; let its own churn come to rest
02:15:14.828  settling → probing: nothing moved for the quiet period
02:15:14.828    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:17.829  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:20.829  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:20.829    not done: reconnect (tried already), up-reset (tried already)
02:15:20.829    remembers: 1 restarts, 1 up-resets in the last hour
02:15:20.829    applies restart
02:15:20.829  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 3)
02:15:21.429  (restart: done)
02:15:21.429  remedying → settling: the remedy is over; let its own churn come to rest
02:15:23.429  settling → probing: nothing moved for the quiet period
02:15:23.429    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:26.429  probing → probing: the targets answer; once more for the proof
02:15:46.649  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
