# The route is withdrawn in the moment in which the router in front moves: that is what is said, and control is heard again at once.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route withdrawn
tunnel stuck 110s
control stuck 962s
advance 3min
route advertised
advance 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-missing, theirs: site-router no longer advertises a route to 10.77.0.10, and no other peer carries it)
02:15:07.012    to do: on site-router: sudo tailscale set --advertise-routes=… with all its subnets, that of 10.77.0.10 among them: the list replaces the one there
02:15:07.012    applies reconnect
02:15:07.012  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:07.017  (reconnect: done)
02:15:07.017  remedying → settling: the remedy is over; let its own churn come to rest
02:15:08.517  settling → probing: nothing moved for the quiet period
02:15:08.517    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:11.517  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, theirs: site-router no longer advertises a route to 10.77.0.10, and no other peer carries it)
02:18:14.531  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

