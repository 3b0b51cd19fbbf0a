# The address changes again before a silent router can be told from one that still answers to the old address: it is not
# accused, neither then nor by what is said of the outages afterwards.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 router off
network wan0 via 192.0.2.1 hints address
advance 8s
network wan0 via 192.0.2.1 hints address
advance 8s
network wan0 via 192.0.2.1 hints address
advance 8s
network wan0 via 192.0.2.1 hints address
router on
advance 2min
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (another address on wan0)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:07.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:08.000  probing → settling: what it stands on changed; let it come to rest (another address on wan0)
02:15:09.000  settling → probing: nothing moved for the quiet period
02:15:09.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:12.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:15.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:16.000  probing → settling: what it stands on changed; let it come to rest (another address on wan0)
02:15:19.000  settling → probing: nothing moved for the quiet period
02:15:19.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:24.000  probing → settling: what it stands on changed; let it come to rest (another address on wan0)
02:15:27.000  settling → probing: nothing moved for the quiet period
02:15:27.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:30.000  probing → probing: the targets answer; once more for the proof
02:15:31.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
