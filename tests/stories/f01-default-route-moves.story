# F01: the default route moves to the other uplink. tailscaled sees that and heals itself within a second: nothing is done.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 network wan1 via 198.51.100.1 hints route,address
tunnel stuck 400ms
control stuck 300ms
until healthy within 30s
----
02:14:30.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:14:31.000  settling → probing: nothing moved for the quiet period
02:14:31.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:34.000  probing → probing: the targets answer; once more for the proof
02:14:35.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
