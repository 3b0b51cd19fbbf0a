# A captive portal that lets UDP through: data flows, and the portal answers in place of the control server.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
portal on
wan alive
advance 2min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.023  probing → probing: the targets answer; once more for the proof
02:15:05.034  probing → reported: nothing to mend from here now; say so and keep looking (control-unreachable, WAN: the targets answer, but a captive portal answers in place of the control server; the data plane is left alone)
02:15:05.034    to do: log in at http://portal.example/login

