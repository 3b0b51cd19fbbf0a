# Three restarts were spent in the last hour: nothing hard is left until the oldest is an hour old.
spent restart 50min ago
spent restart 40min ago
spent restart 30min ago
spent up-reset 50min ago
spent up-reset 40min ago
spent up-reset 30min ago
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:09.962    not done: kick (tried already)
02:15:09.962    applies rebind
02:15:09.962  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:10.022  (rebind: done)
02:15:10.022  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.522  settling → probing: nothing moved for the quiet period
02:15:13.522    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.522  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:15.522    not done: kick (tried already), rebind (tried already)
02:15:15.522    applies reconnect
02:15:15.522  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:15.527  (reconnect: done)
02:15:15.527  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.027  settling → probing: nothing moved for the quiet period
02:15:17.027    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.027  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:20.027    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:20.027    applies conntrack
02:15:20.027  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:20.047  (conntrack: unavailable)
02:15:20.047  remedying → settling: the remedy is over; let its own churn come to rest
02:15:22.047  settling → probing: nothing moved for the quiet period
02:15:22.047    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:25.047  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:25.047    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (its budget for this hour is spent), restart (its budget for this hour is spent)

until healthy within 15min
----
02:24:05.055  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:05.055    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:24:07.458    remembers: 3 restarts, 3 up-resets in the last hour
02:24:07.458    applies up-reset
02:24:07.458  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:24:07.758  (up-reset: done)
02:24:07.758  remedying → settling: the remedy is over; let its own churn come to rest
02:24:09.758  settling → probing: nothing moved for the quiet period
02:24:09.758    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:12.759  probing → probing: not yet the evidence that the next remedy needs; look again
02:24:15.759  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:15.759    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:24:41.759    remembers: 3 restarts, 3 up-resets in the last hour
02:24:41.759    applies restart
02:24:41.759  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:24:42.359  (restart: done)
02:24:42.359  remedying → settling: the remedy is over; let its own churn come to rest
02:24:44.359  settling → probing: nothing moved for the quiet period
02:24:44.359    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:47.359  probing → probing: the targets answer; once more for the proof
02:25:07.579  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
