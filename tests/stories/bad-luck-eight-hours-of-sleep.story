# The machine sleeps for eight hours, and wakes up to another WAN.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via 198.51.100.1 hints route
sleeps 8h
tunnel stuck 5s
control stuck 900s
until healthy within 30s
----
10:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
10:15:00.000  settling → settling: what it stands on changed; let it come to rest (the machine slept)
10:15:01.000  settling → probing: nothing moved for the quiet period
10:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
10:15:04.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
10:15:05.000    applies kick to all connections
10:15:05.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
10:15:05.150  (kick: done)
10:15:05.150  remedying → settling: the remedy is over; let its own churn come to rest
10:15:05.650  settling → probing: nothing moved for the quiet period
10:15:05.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
10:15:08.650  probing → probing: the targets answer; once more for the proof
10:15:09.661  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
