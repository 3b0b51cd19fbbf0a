# Only a restart helps: every milder rung is tried first, then two more bad rounds, up-reset, two more, restart, 20 s of proof.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until healthy within 10min
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
02:15:25.047  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:28.047  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:28.047    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:15:30.451    remembers: 0 restarts, 1 up-resets in the last hour
02:15:30.451    applies up-reset
02:15:30.451  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:15:30.751  (up-reset: done)
02:15:30.751  remedying → settling: the remedy is over; let its own churn come to rest
02:15:32.751  settling → probing: nothing moved for the quiet period
02:15:32.751    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:35.751  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:38.751  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:38.751    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:16:04.751    remembers: 1 restarts, 1 up-resets in the last hour
02:16:04.751    applies restart
02:16:04.751  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:16:05.351  (restart: done)
02:16:05.351  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.351  settling → probing: nothing moved for the quiet period
02:16:07.351    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.352  probing → probing: the targets answer; once more for the proof
02:16:30.572  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
