# F08 with the carrier of both uplinks lost: the kernel knows no way out, and that is enough to know.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network none hints carrier-lost
advance 3min
----
02:15:00.000  healthy → wan-down: no way out; nothing here can mend that (wan-down, WAN: this host has no way out: no default route with carrier)
02:15:00.000    to do: ip route; ip -6 route; look at the uplink

network wan0 via 192.0.2.1 hints route,carrier-back
until healthy within 30s
----
02:18:00.000  wan-down → settling: what it stands on changed; let it come to rest (none → wan0 via 192.0.2.1)
02:18:01.000  settling → probing: nothing moved for the quiet period
02:18:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:04.000  probing → probing: the targets answer; once more for the proof
02:18:05.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
