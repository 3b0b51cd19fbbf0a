# F29: userspace networking on a LAN that overlaps with the subnet: its route goes, and the proxy connects past the tailnet.
via-proxy plc
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route shadowed
advance 2min
----
(nothing)

route withdrawn
advance 3min
----
02:17:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:17:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:17:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, theirs: site-router no longer advertises a route to 10.77.0.10, and no other peer carries it)
02:17:04.034    to do: on site-router: sudo tailscale set --advertise-routes=… with all its subnets, that of 10.77.0.10 among them: the list replaces the one there

route advertised
until healthy within 2min
----
02:20:05.247  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
