# Where a way loses packets, some targets do not answer now and then: three in a row were lost. It is the way that is named, not them.
start
until healthy within 30s
at 02:14:30 wan loses 2
at 02:14:50 target plc silent
at 02:15:10 target plc answers
at 02:15:30 target plc silent
at 02:15:50 target plc answers
at 02:16:10 target plc silent
at 02:16:30 target plc answers
advance 5min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:14:44.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:44.312    asks status, prefs, unit, anchors, connections, 8 pings
02:14:45.023  probing → probing: the targets answer; once more for the proof
02:14:46.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:14:56.334  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:56.334    asks status, prefs, unit, anchors, connections, 8 pings
02:14:59.334  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:14:59.334    to do: look at plc and the LAN behind site-router; does that router forward packets?
02:15:14.345  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 1.0 s)
02:15:35.344  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:35.344    asks status, prefs, unit, anchors, connections, 8 pings
02:15:38.344  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:15:38.344    to do: look at plc and the LAN behind site-router; does that router forward packets?
02:15:53.355  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 1.0 s)
02:16:14.942  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:16:14.942    asks status, prefs, unit, anchors, connections, 8 pings
02:16:17.942  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:16:17.942    to do: look at plc and the LAN behind site-router; does that router forward packets?
02:16:32.953  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 3 min 46 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:16:32.953    to do: ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink
