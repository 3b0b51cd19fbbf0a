# F20: tailscaled's rules are deleted, just before a heartbeat; it puts them back by itself in 400 ms.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:03.9 route flushed
advance 400ms
route installed
advance 1min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:05.023  probing → probing: the targets answer; once more for the proof
02:15:06.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
