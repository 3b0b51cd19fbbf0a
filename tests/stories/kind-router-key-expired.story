# The node key of the subnet router expires: tailscaled leaves its routes out, and a person extends the key two minutes later.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 router expired
advance 2min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.023  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, administrator: the node key of site-router has expired, and no other peer carries 10.77.0.10)
02:15:07.023    to do: extend the key of site-router, or switch its expiry off, in the tailnet's admin console; or there: sudo tailscale up --force-reauth

router renewed
until healthy within 30s
----
02:17:08.169  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

