# An uplink that loses packets: everything answers, and now and then a second late. Said after two minutes, as one episode,
# until a quarter of an hour after the last. A target that is silent meanwhile is not accused by one look.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:20:00 wan loses 3
until reported within 15min
----
02:20:24.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:20:24.312    asks status, prefs, unit, anchors, connections, 8 pings
02:20:25.023  probing → probing: the targets answer; once more for the proof
02:20:26.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:20:46.334  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:20:46.334    asks status, prefs, unit, anchors, connections, 8 pings
02:20:47.045  probing → probing: the targets answer; once more for the proof
02:20:48.056  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:21:08.356  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:21:08.356    asks status, prefs, unit, anchors, connections, 8 pings
02:21:09.067  probing → probing: the targets answer; once more for the proof
02:21:10.078  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:21:30.378  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:21:30.378    asks status, prefs, unit, anchors, connections, 8 pings
02:21:31.089  probing → probing: the targets answer; once more for the proof
02:21:32.100  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:21:52.400  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:21:52.400    asks status, prefs, unit, anchors, connections, 8 pings
02:21:53.111  probing → probing: the targets answer; once more for the proof
02:21:54.122  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:22:14.422  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:22:14.422    asks status, prefs, unit, anchors, connections, 8 pings
02:22:15.133  probing → probing: the targets answer; once more for the proof
02:22:16.144  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:22:36.444  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:22:36.444    asks status, prefs, unit, anchors, connections, 8 pings
02:22:37.155  probing → probing: the targets answer; once more for the proof
02:22:38.166  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:22:58.466  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:22:58.466    asks status, prefs, unit, anchors, connections, 8 pings
02:22:59.177  probing → probing: the targets answer; once more for the proof
02:23:00.188  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:23:20.488  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:23:20.488    asks status, prefs, unit, anchors, connections, 8 pings
02:23:21.199  probing → probing: the targets answer; once more for the proof
02:23:22.210  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:23:42.510  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:23:42.510    asks status, prefs, unit, anchors, connections, 8 pings
02:23:43.221  probing → probing: the targets answer; once more for the proof
02:23:44.232  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:24:04.532  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:24:04.532    asks status, prefs, unit, anchors, connections, 8 pings
02:24:05.243  probing → probing: the targets answer; once more for the proof
02:24:06.254  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:24:26.554  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:24:26.554    asks status, prefs, unit, anchors, connections, 8 pings
02:24:27.265  probing → probing: the targets answer; once more for the proof
02:24:28.276  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:24:48.576  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:24:48.576    asks status, prefs, unit, anchors, connections, 8 pings
02:24:49.287  probing → probing: the targets answer; once more for the proof
02:24:50.298  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:25:10.598  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:25:10.598    asks status, prefs, unit, anchors, connections, 8 pings
02:25:11.309  probing → probing: the targets answer; once more for the proof
02:25:12.320  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 11 min one took a second or more too long in 20 % of the looks: packets get lost on the way)
02:25:12.320    to do: ping an address outside: where replies are missing, look at the uplink and its provider; else at the far side's

advance 1min
target plc silent
until probing within 15s
advance 4s
target plc answers
advance 1min
----
02:25:32.620  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:25:32.620    asks status, prefs, unit, anchors, connections, 8 pings
02:25:33.331  probing → probing: the targets answer; once more for the proof
02:25:34.342  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 12 min one took a second or more too long in 21 % of the looks: packets get lost on the way)
02:25:54.642  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:25:54.642    asks status, prefs, unit, anchors, connections, 8 pings
02:25:55.353  probing → probing: the targets answer; once more for the proof
02:25:56.364  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 12 min one took a second or more too long in 22 % of the looks: packets get lost on the way)
02:26:16.664  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:26:16.664    asks status, prefs, unit, anchors, connections, 8 pings
02:26:19.664  probing → probing: not yet the evidence that the next remedy needs; look again
02:26:20.674  probing → probing: the targets answer; once more for the proof
02:26:21.685  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 12 min one took a second or more too long in 21 % of the looks: packets get lost on the way)
02:26:31.985  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:26:31.985    asks status, prefs, unit, anchors, connections, 8 pings
02:26:32.696  probing → probing: the targets answer; once more for the proof
02:26:33.707  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 22 % of the looks: packets get lost on the way)
02:26:54.007  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:26:54.007    asks status, prefs, unit, anchors, connections, 8 pings
02:26:54.718  probing → probing: the targets answer; once more for the proof
02:26:55.729  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 23 % of the looks: packets get lost on the way)
02:27:16.029  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:27:16.029    asks status, prefs, unit, anchors, connections, 8 pings
02:27:16.740  probing → probing: the targets answer; once more for the proof
02:27:17.751  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 23 % of the looks: packets get lost on the way)

target plc silent
until reported within 1min
target plc answers
wan loses none
until healthy within 20min
----
02:27:28.051  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:27:28.051    asks status, prefs, unit, anchors, connections, 8 pings
02:27:31.051  probing → probing: not yet the evidence that the next remedy needs; look again
02:27:34.051  probing → probing: not yet the evidence that the next remedy needs; look again
02:27:37.051  probing → probing: not yet the evidence that the next remedy needs; look again
02:27:40.051  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:27:40.051    to do: look at plc and the LAN behind site-router; does that router forward packets?
02:27:51.073  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 14 min one took a second or more too long in 22 % of the looks: packets get lost on the way)
02:27:51.073    to do: ping an address outside: where replies are missing, look at the uplink and its provider; else at the far side's
02:35:59.249  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
