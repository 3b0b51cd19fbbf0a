# F08: no anchor answers and no peer, though the way out stays as it was. Nothing is done while it is so, and it is seen
# within seconds when one returns.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 wan dead
advance 3min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:15:07.012    to do: nothing on this host helps; look at the uplink and its provider

wan alive
until healthy within 30s
----
02:18:01.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
