# F21: the target's host is down.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 target plc silent
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:15:07.312    to do: look at plc and the LAN behind site-router; does that router forward packets?

target plc answers
until healthy within 30s
----
02:18:07.334  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
