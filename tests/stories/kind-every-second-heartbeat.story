# A target that answers every second heartbeat only: each time looked at whole, nothing done, and called unstable in the end.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 target plc refuses
at 02:15:09 target plc answers
at 02:15:19 target plc refuses
at 02:15:29 target plc answers
at 02:15:39 target plc refuses
at 02:15:49 target plc answers
at 02:15:59 target plc refuses
at 02:16:09 target plc answers
at 02:16:19 target plc refuses
at 02:16:29 target plc answers
advance 3min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:04.034    to do: look at plc and the LAN behind site-router
02:15:15.056  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:25.067  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:25.067    asks status, prefs, unit, anchors, connections, 8 pings
02:15:25.078  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:25.078    to do: look at plc and the LAN behind site-router
02:15:36.100  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:46.111  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:46.111    asks status, prefs, unit, anchors, connections, 8 pings
02:15:46.122  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:46.122    to do: look at plc and the LAN behind site-router
02:15:57.144  probing → reported: nothing to mend from here now; say so and keep looking (unstable, theirs: the targets answer now, but in the last 117 s they failed 3 times, 25 % of the time; it was target-down when it failed last)
02:15:57.144    to do: look at the far side; journalctl -u tailmend tells each outage and what it was
02:16:07.155  reported → probing: something is not as it was; gather all evidence (plc: refused)
02:16:07.155    asks status, prefs, unit, anchors, connections, 8 pings
02:16:07.166  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:16:07.166    to do: look at plc and the LAN behind site-router
02:16:18.188  probing → reported: nothing to mend from here now; say so and keep looking (unstable, theirs: the targets answer now, but in the last 2 min they failed 4 times, 28 % of the time; it was target-down when it failed last)
02:16:18.188    to do: look at the far side; journalctl -u tailmend tells each outage and what it was
02:16:28.199  reported → probing: something is not as it was; gather all evidence (plc: refused)
02:16:28.199    asks status, prefs, unit, anchors, connections, 8 pings
02:16:28.210  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:16:28.210    to do: look at plc and the LAN behind site-router
02:16:39.232  probing → reported: nothing to mend from here now; say so and keep looking (unstable, theirs: the targets answer now, but in the last 3 min they failed 5 times, 31 % of the time; it was target-down when it failed last)
02:16:39.232    to do: look at the far side; journalctl -u tailmend tells each outage and what it was
