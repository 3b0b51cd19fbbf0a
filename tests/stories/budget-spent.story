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
02:15:08.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:08.962    not done: kick (tried already)
02:15:09.206    applies rebind
02:15:09.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:09.266  (rebind: done)
02:15:09.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.766  settling → probing: nothing moved for the quiet period
02:15:12.766    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:13.766  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.766    not done: kick (tried already), rebind (tried already)
02:15:13.766    applies reconnect
02:15:13.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:13.771  (reconnect: done)
02:15:13.771  remedying → settling: the remedy is over; let its own churn come to rest
02:15:15.271  settling → probing: nothing moved for the quiet period
02:15:15.271    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:18.271  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:18.271    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:18.271    applies conntrack
02:15:18.271  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:18.291  (conntrack: unavailable)
02:15:18.291  remedying → settling: the remedy is over; let its own churn come to rest
02:15:20.291  settling → probing: nothing moved for the quiet period
02:15:20.291    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:23.292  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:23.292    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (its budget for this hour is spent), restart (its budget for this hour is spent)

until healthy within 15min
----
02:24:03.300  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:03.300    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:24:05.703    remembers: 3 restarts, 3 up-resets in the last hour
02:24:05.703    applies up-reset
02:24:05.703  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:24:06.003  (up-reset: done)
02:24:06.003  remedying → settling: the remedy is over; let its own churn come to rest
02:24:08.003  settling → probing: nothing moved for the quiet period
02:24:08.003    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:11.003  probing → probing: not yet the evidence that the next remedy needs; look again
02:24:14.003  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:14.003    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:24:40.004    remembers: 3 restarts, 3 up-resets in the last hour
02:24:40.004    applies restart
02:24:40.004  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:24:40.604  (restart: done)
02:24:40.604  remedying → settling: the remedy is over; let its own churn come to rest
02:24:42.604  settling → probing: nothing moved for the quiet period
02:24:42.604    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:45.604  probing → probing: the targets answer; once more for the proof
02:25:05.824  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
