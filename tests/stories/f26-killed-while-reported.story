# F26: killed while it reports, and while the WAN is down.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 target plc refuses
until reported within 30s
killed
advance 30s
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:04.034    to do: look at plc and the LAN behind site-router
02:15:04.035  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:04.035    asks targets, status, prefs, unit, anchors, restun
02:15:07.035  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)

target plc answers
until healthy within 30s
wan dead
until wan-down within 30s
killed
advance 30s
----
02:15:47.047  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:57.047  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:57.047    asks status, prefs, unit, anchors, connections, 8 pings
02:16:00.047  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:16:00.047    to do: nothing on this host helps; look at the uplink and its provider
02:16:00.048  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:16:00.048    asks targets, status, prefs, unit, anchors, restun
02:16:03.049  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)

wan alive
until healthy within 30s
----
02:16:36.061  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
