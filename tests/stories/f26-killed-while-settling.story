# F26: killed while it lets the network settle; the next start looks by itself.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via 198.51.100.1 hints route
until settling within 5s
killed
until healthy within 2min
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:00.001    asks targets, status, prefs, unit, anchors, restun
02:15:03.001  probing → probing: the targets answer; once more for the proof
02:15:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
