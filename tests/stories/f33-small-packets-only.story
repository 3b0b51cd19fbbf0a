# F33: the first uplink dies, the second carries small packets only, and says nothing of it.
request plc
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via 198.51.100.1 hints route
large lost
advance 3min
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.000  probing → reported: nothing to mend from here now; say so and keep looking (path-mtu, path: plc opens and stalls: small packets reach site-router and those of 1312 bytes do not)
02:15:04.000    to do: the path to site-router loses large packets: let ICMP "fragmentation needed" through on the uplink, or lower its MTU

large back
until healthy within 60s
----
02:18:07.014  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
