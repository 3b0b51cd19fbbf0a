# An uplink that loses packets: everything answers, and now and then a second late. Said after some minutes, as one episode,
# until fewer than a tenth of a quarter of an hour are left. A target that is silent meanwhile is not accused by one look.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 wan loses 3
until reported within 15min
----
02:14:54.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:54.312    asks status, prefs, unit, anchors, connections, 8 pings
02:14:55.023  probing → probing: the targets answer; once more for the proof
02:14:56.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:16.334  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:16.334    asks status, prefs, unit, anchors, connections, 8 pings
02:15:17.045  probing → probing: the targets answer; once more for the proof
02:15:18.056  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:38.356  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:38.356    asks status, prefs, unit, anchors, connections, 8 pings
02:15:39.067  probing → probing: the targets answer; once more for the proof
02:15:40.078  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:00.378  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:16:00.378    asks status, prefs, unit, anchors, connections, 8 pings
02:16:01.089  probing → probing: the targets answer; once more for the proof
02:16:02.100  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:22.400  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:16:22.400    asks status, prefs, unit, anchors, connections, 8 pings
02:16:23.111  probing → probing: the targets answer; once more for the proof
02:16:24.122  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:44.422  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:16:44.422    asks status, prefs, unit, anchors, connections, 8 pings
02:16:45.133  probing → probing: the targets answer; once more for the proof
02:16:46.144  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 3 min 26 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:16:46.144    to do: ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink

target plc silent
until probing within 15s
advance 4s
target plc answers
advance 1min
----
02:16:56.444  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:16:56.444    asks status, prefs, unit, anchors, connections, 8 pings
02:16:59.444  probing → probing: not yet the evidence that the next remedy needs; look again
02:17:00.455  probing → probing: the targets answer; once more for the proof
02:17:01.466  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 3 min 28 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:17:21.766  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:17:21.766    asks status, prefs, unit, anchors, connections, 8 pings
02:17:22.477  probing → probing: the targets answer; once more for the proof
02:17:23.488  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 3 min 28 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:17:43.788  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:17:43.788    asks status, prefs, unit, anchors, connections, 8 pings
02:17:44.499  probing → probing: the targets answer; once more for the proof
02:17:45.510  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 4 min 29 % of the connections took a second or more too long: packets get lost, or wait in a full queue)

target plc silent
until reported within 1min
target plc answers
wan loses none
until healthy within 20min
----
02:18:05.810  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:18:05.810    asks status, prefs, unit, anchors, connections, 8 pings
02:18:08.810  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:11.810  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:14.810  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:17.810  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:18:17.810    to do: look at plc and the LAN behind site-router; does that router forward packets?
02:18:28.832  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 4 min 26 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:18:28.832    to do: ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink
02:27:38.030  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
