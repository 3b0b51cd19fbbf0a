# The way out moves while a remedy runs: seen when it is over, and the mild rungs are worth trying again there.
remedy rebind dawdles 10s
steps ping rebind restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 30s
at 02:15:08 network wan1 via 198.51.100.1 hints route
advance 20s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    not done: kick (not in `steps`)
02:15:05.312    applies rebind
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:15.312  (rebind: done)
02:15:15.312  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.812  settling → probing: nothing moved for the quiet period
02:15:18.812    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.812  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:20.812    applies rebind
02:15:20.812  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)

tunnel heals
until healthy within 1min
----
02:15:30.812  (rebind: done)
02:15:30.812  remedying → settling: the remedy is over; let its own churn come to rest
02:15:34.312  settling → probing: nothing moved for the quiet period
02:15:34.312    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.312  probing → probing: the targets answer; once more for the proof
02:15:38.323  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
