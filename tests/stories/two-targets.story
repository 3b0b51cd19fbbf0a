# Two targets behind one router, one of them down: the worst verdict is given, and says which.
targets plc=10.77.0.10:502 hmi=10.77.0.11:443
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc and hmi answer through the tailnet in at most 11 ms)

at 02:15:00 target hmi refuses
advance 20s
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (hmi: refused)
02:15:04.023    asks status, prefs, unit, anchors, connections, 9 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: hmi refuses the connection while site-router answers; the host answers ICMP, so its service is down)
02:15:04.034    to do: look at hmi and the LAN behind site-router

target hmi answers
until healthy within 30s
----
02:15:25.067  probing → healthy: the targets answer through the tailnet (healthy: plc and hmi answer through the tailnet in at most 11 ms)
