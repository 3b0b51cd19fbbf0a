# F26: killed while it waits before a remedy; nothing was spent yet.
steps ping up-reset restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until backing-off within 30s
killed
until healthy within 4min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`)
02:15:13.313  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:13.313    asks targets, status, prefs, unit, anchors, restun
02:15:16.314  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:19.314  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:22.314  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:29.269  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:29.269    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:32.269  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:32.269    remembers: 0 restarts, 1 up-resets in the last hour
02:15:32.269    applies up-reset
02:15:32.269  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
02:15:32.569  (up-reset: done)
02:15:32.569  remedying → settling: the remedy is over; let its own churn come to rest
02:15:34.569  settling → probing: nothing moved for the quiet period
02:15:34.569    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.569  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:40.569  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:43.570  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:43.570    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (tried already)
02:15:45.170    remembers: 1 restarts, 1 up-resets in the last hour
02:15:45.170    applies restart
02:15:45.170  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:45.770  (restart: done)
02:15:45.770  remedying → settling: the remedy is over; let its own churn come to rest
02:15:47.770  settling → probing: nothing moved for the quiet period
02:15:47.770    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:50.771  probing → probing: the targets answer; once more for the proof
02:16:10.991  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
