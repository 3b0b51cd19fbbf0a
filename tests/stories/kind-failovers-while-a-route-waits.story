# An own subnet waits for its approval; the router in front moves three times meanwhile, and each time the kick is tried first.
own subnet 10.88.0.0/24
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 own not-approved
advance 15min
tunnel stuck 110s
control stuck 900s
advance 15min
tunnel stuck 110s
control stuck 900s
advance 15min
tunnel stuck 110s
control stuck 900s
advance 15min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (a subnet that this host advertises is amiss)
02:15:04.023    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but it is not approved)
02:15:04.034    to do: approve it in the tailnet's admin console
02:30:06.013  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:06.013    applies kick to all connections
02:30:06.013  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:30:06.163  (kick: done)
02:30:06.163  remedying → settling: the remedy is over; let its own churn come to rest
02:30:06.663  settling → probing: nothing moved for the quiet period
02:30:06.663    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:30:09.663  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but it is not approved)
02:30:09.663    to do: approve it in the tailnet's admin console
02:45:06.677  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:45:06.677    applies kick to all connections
02:45:06.677  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:45:06.827  (kick: done)
02:45:06.827  remedying → settling: the remedy is over; let its own churn come to rest
02:45:07.327  settling → probing: nothing moved for the quiet period
02:45:07.327    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:45:10.327  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but it is not approved)
02:45:10.327    to do: approve it in the tailnet's admin console
03:00:07.341  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:00:07.341    applies kick to all connections
03:00:07.341  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 3)
03:00:07.491  (kick: done)
03:00:07.491  remedying → settling: the remedy is over; let its own churn come to rest
03:00:07.991  settling → probing: nothing moved for the quiet period
03:00:07.991    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:00:10.991  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but it is not approved)
03:00:10.991    to do: approve it in the tailnet's admin console

