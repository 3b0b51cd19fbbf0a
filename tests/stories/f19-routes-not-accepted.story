# F19: accept-routes switched off on this host: the command that fixes it, and nothing else.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route ignored
bus prefs
advance 3min
----
02:15:00.011  probing → reported: nothing to mend from here now; say so and keep looking (route-not-accepted, configuration: this host ignores subnet routes; site-router carries 10.77.0.0/24)
02:15:00.011    to do: sudo tailscale set --accept-routes

route accepted
bus prefs
until healthy within 30s
----
02:18:01.223  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
