# The target is reached through an exit node, without accept-routes, which that does not need; its service ends.
exit-node used
route ignored
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 target plc refuses
advance 2min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: plc refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:04.034    to do: look at plc and the LAN behind site-router

target plc answers
until healthy within 30s
----
02:17:05.177  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

