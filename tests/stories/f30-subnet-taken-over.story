# F30's neighbour: another router carries the subnet now.
own subnet 10.88.0.0/24
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 own taken
advance 11min
----
02:24:04.023  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but other-router carries it now)
02:24:04.023    to do: if that was not meant, look at other-router

own back
until healthy within 30s
----
02:26:05.166  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
