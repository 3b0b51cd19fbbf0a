# An uplink that loses packets: everything answers, and now and then a second late. Said after two minutes, until a quarter
# of an hour after the last.
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

advance 5min
wan loses none
until healthy within 20min
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
02:26:17.375  probing → probing: the targets answer; once more for the proof
02:26:18.386  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 12 min one took a second or more too long in 22 % of the looks: packets get lost on the way)
02:26:38.686  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:26:38.686    asks status, prefs, unit, anchors, connections, 8 pings
02:26:39.397  probing → probing: the targets answer; once more for the proof
02:26:40.408  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 23 % of the looks: packets get lost on the way)
02:27:00.708  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:27:00.708    asks status, prefs, unit, anchors, connections, 8 pings
02:27:01.419  probing → probing: the targets answer; once more for the proof
02:27:02.430  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 24 % of the looks: packets get lost on the way)
02:27:22.730  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:27:22.730    asks status, prefs, unit, anchors, connections, 8 pings
02:27:23.441  probing → probing: the targets answer; once more for the proof
02:27:24.452  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 13 min one took a second or more too long in 24 % of the looks: packets get lost on the way)
02:27:44.752  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:27:44.752    asks status, prefs, unit, anchors, connections, 8 pings
02:27:45.463  probing → probing: the targets answer; once more for the proof
02:27:46.474  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 14 min one took a second or more too long in 25 % of the looks: packets get lost on the way)
02:28:06.774  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:28:06.774    asks status, prefs, unit, anchors, connections, 8 pings
02:28:07.485  probing → probing: the targets answer; once more for the proof
02:28:08.496  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 14 min one took a second or more too long in 25 % of the looks: packets get lost on the way)
02:28:28.796  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:28:28.796    asks status, prefs, unit, anchors, connections, 8 pings
02:28:29.507  probing → probing: the targets answer; once more for the proof
02:28:30.518  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 15 min one took a second or more too long in 26 % of the looks: packets get lost on the way)
02:28:50.818  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:28:50.818    asks status, prefs, unit, anchors, connections, 8 pings
02:28:51.529  probing → probing: the targets answer; once more for the proof
02:28:52.540  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 15 min one took a second or more too long in 26 % of the looks: packets get lost on the way)
02:29:12.840  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:29:12.840    asks status, prefs, unit, anchors, connections, 8 pings
02:29:13.551  probing → probing: the targets answer; once more for the proof
02:29:14.562  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 15 min one took a second or more too long in 27 % of the looks: packets get lost on the way)
02:29:34.862  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:29:34.862    asks status, prefs, unit, anchors, connections, 8 pings
02:29:35.573  probing → probing: the targets answer; once more for the proof
02:29:36.584  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 15 min one took a second or more too long in 28 % of the looks: packets get lost on the way)
02:29:56.884  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:29:56.884    asks status, prefs, unit, anchors, connections, 8 pings
02:29:57.595  probing → probing: the targets answer; once more for the proof
02:29:58.606  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 15 min one took a second or more too long in 30 % of the looks: packets get lost on the way)
02:39:07.804  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
