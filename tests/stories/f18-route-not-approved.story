# F18: advertised, and not approved any more.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route not-approved
advance 3min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, administrator: site-router advertises 10.77.0.0/24, but it is not approved)
02:15:04.034    to do: approve 10.77.0.0/24 of site-router in the tailnet's admin console

route approved
until healthy within 30s
----
02:18:05.247  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
