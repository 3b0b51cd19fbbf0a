# The router is silent for nine seconds, long after control was found away: nobody is accused.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
advance 10min
router off
until probing within 15s
advance 6s
router on
advance 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:06.012  probing → probing: the targets answer; once more for the proof
02:15:09.012  probing → reported: nothing to mend from here now; say so and keep looking (control-unreachable, WAN: the targets answer, but the control server does not answer; the data plane is left alone)
02:15:09.012    to do: nothing on this host helps; tailscaled reconnects when the server answers again
02:25:04.312  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:25:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:25:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:12.312  probing → probing: the targets answer; once more for the proof
02:25:15.312  probing → reported: nothing to mend from here now; say so and keep looking (control-unreachable, WAN: the targets answer, but the control server does not answer; the data plane is left alone)

