# F18 from the start: nobody was ever seen to carry the subnet.
----
(nothing)

route withdrawn
start
advance 3min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, theirs: no peer carries 10.77.0.10 of plc: its route is not advertised, or not approved)
02:14:03.001    to do: on the subnet router: sudo tailscale set --advertise-routes=… with all its subnets, that of 10.77.0.10 among them: the list replaces the one there; then approve it in the admin console

route advertised
until healthy within 30s
----
02:17:06.015  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
