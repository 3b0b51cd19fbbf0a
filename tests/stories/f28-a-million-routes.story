# F28: the default route moves while a million routes are added: the kernel has more to tell than is heard, for four seconds.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan0 via 192.0.2.1 hints overrun,route
at 02:15:00.5 network wan0 via 192.0.2.1 hints overrun,route
at 02:15:01 network wan1 via 198.51.100.1 hints overrun
at 02:15:01.5 network wan1 via 198.51.100.1 hints overrun,route
at 02:15:02.5 network wan1 via 198.51.100.1 hints overrun,route
at 02:15:03.5 network wan1 via 198.51.100.1 hints overrun,route
until healthy within 30s
----
02:15:01.000  probing → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:02.000  settling → probing: nothing moved for the quiet period
02:15:02.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:05.000  probing → probing: the targets answer; once more for the proof
02:15:06.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
