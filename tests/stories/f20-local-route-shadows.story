# F20's neighbour: a more specific local route. Not ours to remove, and a restart would not help.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route shadowed
advance 3min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-not-installed, configuration: site-router carries the route, but a local route sends plc through lan0)
02:15:04.034    to do: ip route get 10.77.0.10; remove or narrow that local route
02:15:04.034    not done: reconnect (a local route shadows it), up-reset (a local route shadows it), restart (a local route shadows it)

route alone
until healthy within 60s
----
02:18:05.246  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
