# A pause holds an order back too, unless the order overrules it by name; the pause itself goes on.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 pause 20min
tunnel stuck deep
at 02:15:20 mend
advance 10s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    not done: kick (all remedies are paused)
02:15:23.000    mend, asked for by root: no remedy was applied; not done: kick (all remedies are paused); tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers

at 02:16:00 mend despite pause
until healthy within 3min
----
02:16:03.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:03.000    applies kick to all connections
02:16:03.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:16:03.150  (kick: done)
02:16:03.150  remedying → settling: the remedy is over; let its own churn come to rest
02:16:03.650  settling → probing: nothing moved for the quiet period
02:16:03.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:05.650  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:05.650    not done: kick (tried already)
02:16:05.650    applies rebind
02:16:05.650  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:16:05.710  (rebind: done)
02:16:05.710  remedying → settling: the remedy is over; let its own churn come to rest
02:16:09.210  settling → probing: nothing moved for the quiet period
02:16:09.210    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:11.210  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:11.210    not done: kick (tried already), rebind (tried already)
02:16:11.210    applies reconnect
02:16:11.210  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:16:11.215  (reconnect: done)
02:16:11.215  remedying → settling: the remedy is over; let its own churn come to rest
02:16:12.715  settling → probing: nothing moved for the quiet period
02:16:12.715    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:15.715  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:15.715    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:16:15.715    applies conntrack
02:16:15.715  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:16:15.735  (conntrack: unavailable)
02:16:15.735  remedying → settling: the remedy is over; let its own churn come to rest
02:16:17.735  settling → probing: nothing moved for the quiet period
02:16:17.735    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:20.735  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:23.735  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:23.735    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:16:23.735    remembers: 0 restarts, 1 up-resets in the last hour
02:16:23.735    applies up-reset
02:16:23.735  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:16:24.035  (up-reset: done)
02:16:24.035  remedying → settling: the remedy is over; let its own churn come to rest
02:16:26.035  settling → probing: nothing moved for the quiet period
02:16:26.035    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:29.035  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:32.036  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:32.036    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:16:32.036    remembers: 1 restarts, 1 up-resets in the last hour
02:16:32.036    applies restart
02:16:32.036  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:16:32.636  (restart: done)
02:16:32.636  remedying → settling: the remedy is over; let its own churn come to rest
02:16:34.636  settling → probing: nothing moved for the quiet period
02:16:34.636    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:37.636  probing → probing: the targets answer; once more for the proof
02:16:57.856  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:57.856    mend, asked for by root: kick (done), rebind (done), reconnect (done), conntrack (unavailable), up-reset (done), restart (done); healthy: plc answers through the tailnet in 11 ms

at 02:20:00 tunnel stuck deep
until reported within 30s
----
02:20:09.178  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:20:09.178    asks status, prefs, unit, anchors, connections, 8 pings
02:20:12.178  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:12.178    not done: kick (all remedies are paused)

at 02:21:00 mend kick
advance 10s
----
02:21:00.000  reported → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:21:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:21:03.000  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:21:03.000    mend kick, asked for by root: no remedy was applied; not done: kick (all remedies are paused)
