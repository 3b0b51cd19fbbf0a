# A remedy that is never answered is given up after 90 s, and followed by a look all the same.
remedy kick never-answers
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 60s
until settling within 2min
advance 3s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:16:37.312  remedying → settling: the remedy is over; let its own churn come to rest
02:16:37.812  settling → probing: nothing moved for the quiet period
02:16:37.812    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:39.812  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:39.812    not done: kick (tried already)
02:16:39.812    applies rebind
02:16:39.812  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:16:39.872  (rebind: done)
02:16:39.872  remedying → settling: the remedy is over; let its own churn come to rest
