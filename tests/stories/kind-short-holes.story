# A link with holes of one or two seconds: shorter than a look, and nothing is done about them.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:03 wan dead
at 02:15:04.5 wan alive
at 02:15:14 wan dead
at 02:15:15.2 wan alive
at 02:15:24 wan dead
at 02:15:26 wan alive
at 02:15:35 wan dead
at 02:15:36.5 wan alive
at 02:15:46 wan dead
at 02:15:47.5 wan alive
advance 2min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.022  probing → probing: the targets answer; once more for the proof
02:15:06.033  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:36.333  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:36.333    asks status, prefs, unit, anchors, connections, 8 pings
02:15:37.043  probing → probing: the targets answer; once more for the proof
02:15:38.054  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
