# Routes ignored by this host, carried by nobody, and flushed from the kernel.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route ignored
advance 20s
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-not-accepted, configuration: this host ignores subnet routes; site-router carries 10.77.0.0/24)
02:15:04.034    to do: sudo tailscale set --accept-routes

route accepted
until healthy within 30s
----
02:15:25.067  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

route withdrawn
advance 20s
----
02:15:35.078  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:35.078    asks status, prefs, unit, anchors, connections, 8 pings
02:15:35.089  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, theirs: site-router no longer advertises a route to 10.77.0.10, and no other peer carries it)
02:15:35.089    to do: on site-router: sudo tailscale set --advertise-routes=… with the subnet of 10.77.0.10

route advertised
until healthy within 30s
----
02:15:46.112  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

route flushed
advance 1min
----
02:15:56.123  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:56.123    asks status, prefs, unit, anchors, connections, 8 pings
02:15:56.134  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:56.134    applies reconnect
02:15:56.134  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:56.139  (reconnect: done)
02:15:56.139  remedying → settling: the remedy is over; let its own churn come to rest
02:15:57.639  settling → probing: nothing moved for the quiet period
02:15:57.639    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:00.639  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:03.639  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:03.639    not done: reconnect (tried already)
02:16:03.639    remembers: 0 restarts, 1 up-resets in the last hour
02:16:03.639    applies up-reset
02:16:03.639  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 2)
02:16:03.939  (up-reset: done)
02:16:03.939  remedying → settling: the remedy is over; let its own churn come to rest
02:16:05.939  settling → probing: nothing moved for the quiet period
02:16:05.939    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:08.939  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:11.940  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:11.940    not done: reconnect (tried already), up-reset (tried already)
02:16:11.940    remembers: 1 restarts, 1 up-resets in the last hour
02:16:11.940    applies restart
02:16:11.940  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 3)
02:16:12.540  (restart: done)
02:16:12.540  remedying → settling: the remedy is over; let its own churn come to rest
02:16:14.540  settling → probing: nothing moved for the quiet period
02:16:14.540    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:17.540  probing → probing: the targets answer; once more for the proof
02:16:17.540    asks connections
02:16:37.760  probing → reported: nothing to mend from here now; say so and keep looking (unstable: the targets answer now, but in the last 15 min they failed 3 times, 31 % of the time)
02:16:37.760    to do: look at the uplink; journalctl -u tailmend tells each outage and what it was
