# F27: something in front of LocalAPI answers 403 to everything, and the default route moves. Data flows: healthy, and said.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi forbidden
at 02:15:05 network wan1 via 198.51.100.1 hints route
advance 5min
----
02:15:05.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:06.000  settling → probing: nothing moved for the quiet period
02:15:06.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.000  probing → probing: the targets answer; once more for the proof
02:15:10.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms; LocalAPI gives nothing that can be used (forbidden))

localapi answers
advance 11min
----
(nothing)
