# F31: F01 with an IPv6-only WAN.
----
(nothing)

network wan0 via fe80::1 hints route
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via fe80::2 hints route
tunnel stuck 400ms
until healthy within 30s
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.000  probing → probing: the targets answer; once more for the proof
02:15:05.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
