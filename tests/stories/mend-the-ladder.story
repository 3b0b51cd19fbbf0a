# A person's word: the whole ladder now, each rung once, without waiting between them; hard ones need their evidence as ever.
remedy kick does-nothing
remedy rebind does-nothing
remedy up-reset does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 30s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)

# The automatic ladder would wait from rung to rung.
at 02:15:09 mend
until healthy within 2min
----
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:12.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:12.000    applies kick to all connections
02:15:12.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:15:12.150  (kick: done)
02:15:12.150  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.650  settling → probing: nothing moved for the quiet period
02:15:12.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.650  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:14.650    not done: kick (tried already)
02:15:14.650    applies rebind
02:15:14.650  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 3)
02:15:14.710  (rebind: done)
02:15:14.710  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.210  settling → probing: nothing moved for the quiet period
02:15:18.210    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.210  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:20.210    not done: kick (tried already), rebind (tried already)
02:15:20.210    applies reconnect
02:15:20.210  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:15:20.215  (reconnect: done)
02:15:20.215  remedying → settling: the remedy is over; let its own churn come to rest
02:15:21.715  settling → probing: nothing moved for the quiet period
02:15:21.715    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:24.715  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:24.715    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:24.715    applies conntrack
02:15:24.715  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 5)
02:15:24.735  (conntrack: unavailable)
02:15:24.735  remedying → settling: the remedy is over; let its own churn come to rest
02:15:26.735  settling → probing: nothing moved for the quiet period
02:15:26.735    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:29.735  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:32.735  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:32.735    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:15:32.735    remembers: 0 restarts, 1 up-resets in the last hour
02:15:32.735    applies up-reset
02:15:32.735  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 6)
02:15:33.035  (up-reset: done)
02:15:33.035  remedying → settling: the remedy is over; let its own churn come to rest
02:15:35.035  settling → probing: nothing moved for the quiet period
02:15:35.035    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:38.036  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:41.036  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:41.036    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:15:41.036    remembers: 1 restarts, 1 up-resets in the last hour
02:15:41.036    applies restart
02:15:41.036  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 7)
02:15:41.636  (restart: done)
02:15:41.636  remedying → settling: the remedy is over; let its own churn come to rest
02:15:43.636  settling → probing: nothing moved for the quiet period
02:15:43.636    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:46.636  probing → probing: the targets answer; once more for the proof
02:16:06.856  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:06.856    mend, asked for by root: kick (done), rebind (done), reconnect (done), conntrack (unavailable), up-reset (done), restart (done); healthy: plc answers through the tailnet in 11 ms
