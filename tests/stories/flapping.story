# The uplink flaps: each change starts the quiet second again, ten seconds at most; the last state is the one that is probed.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00.000 network wan1 via 198.51.100.1 hints route
at 02:15:00.800 network wan0 via 192.0.2.1 hints route
at 02:15:01.600 network wan1 via 198.51.100.1 hints route
at 02:15:02.400 network wan0 via 192.0.2.1 hints route
at 02:15:03.200 network wan1 via 198.51.100.1 hints route
at 02:15:04.000 network wan0 via 192.0.2.1 hints route
at 02:15:04.800 network wan1 via 198.51.100.1 hints route
at 02:15:05.600 network wan0 via 192.0.2.1 hints route
at 02:15:06.400 network wan1 via 198.51.100.1 hints route
at 02:15:07.200 network wan0 via 192.0.2.1 hints route
at 02:15:08.000 network wan1 via 198.51.100.1 hints route
at 02:15:08.800 network wan0 via 192.0.2.1 hints route
at 02:15:09.600 network wan1 via 198.51.100.1 hints route
at 02:15:10.400 network wan0 via 192.0.2.1 hints route
until healthy within 30s
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:00.800  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:01.600  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:02.400  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:03.200  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:04.000  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:04.800  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:05.600  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:06.400  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:07.200  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:08.000  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:08.800  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:09.600  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:10.000  settling → probing: nothing moved for the quiet period
02:15:10.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:10.400  probing → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:11.400  settling → probing: nothing moved for the quiet period
02:15:11.400    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.400  probing → probing: the targets answer; once more for the proof
02:15:15.411  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
