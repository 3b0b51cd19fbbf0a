# What was reported when the way out goes is no reason to leave that out. What was learned of a way is not said of the next.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 wan loses 2
until reported within 15min
network none hints carrier-lost
advance 1min
network wan0 via 192.0.2.1 hints route
until healthy within 1min
----
02:14:44.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:44.312    asks status, prefs, unit, anchors, connections, 8 pings
02:14:45.023  probing → probing: the targets answer; once more for the proof
02:14:46.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:14:56.334  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:56.334    asks status, prefs, unit, anchors, connections, 8 pings
02:14:57.045  probing → probing: the targets answer; once more for the proof
02:14:58.056  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:08.356  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:08.356    asks status, prefs, unit, anchors, connections, 8 pings
02:15:09.067  probing → probing: the targets answer; once more for the proof
02:15:10.078  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:20.378  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:20.378    asks status, prefs, unit, anchors, connections, 8 pings
02:15:21.089  probing → probing: the targets answer; once more for the proof
02:15:22.100  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:32.400  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:32.400    asks status, prefs, unit, anchors, connections, 8 pings
02:15:33.111  probing → probing: the targets answer; once more for the proof
02:15:34.122  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:44.422  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:44.422    asks status, prefs, unit, anchors, connections, 8 pings
02:15:45.133  probing → probing: the targets answer; once more for the proof
02:15:46.144  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:56.444  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:56.444    asks status, prefs, unit, anchors, connections, 8 pings
02:15:57.155  probing → probing: the targets answer; once more for the proof
02:15:58.166  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 118 s 36 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:15:58.166    to do: ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink
02:15:58.166  reported → wan-down: no way out; nothing here can mend that (wan-down, WAN: this host has no way out: no default route with carrier)
02:15:58.166    to do: ip route; ip -6 route; look at the uplink
02:16:58.166  wan-down → settling: what it stands on changed; let it come to rest (none → wan0 via 192.0.2.1)
02:16:59.166  settling → probing: nothing moved for the quiet period
02:16:59.166    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:02.166  probing → probing: the targets answer; once more for the proof
02:17:04.177  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 1.0 s)
