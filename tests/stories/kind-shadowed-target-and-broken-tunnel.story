# A local route hides one target. When the tunnel breaks too, that is what is said, and mended.
targets plc=10.77.0.10:502 hmi=10.78.0.10:443
via-proxy plc
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc and hmi answer through the tailnet in at most 11 ms)

at 02:15:00 route shadowed
advance 5min
tunnel stuck deep
control stuck 962s
advance 17min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (hmi: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 9 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-not-installed, configuration: site-router carries the route, but a local route sends hmi through lan0)
02:15:04.034    to do: ip route get 10.78.0.10; remove or narrow that local route
02:15:04.034    not done: reconnect (a local route shadows it), up-reset (a local route shadows it), restart (a local route shadows it)
02:20:05.359  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:05.359    applies kick to all connections
02:20:05.359  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:20:05.509  (kick: done)
02:20:05.509  remedying → settling: the remedy is over; let its own churn come to rest
02:20:06.009  settling → probing: nothing moved for the quiet period
02:20:06.009    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:20:08.009  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:08.009    not done: kick (tried already)
02:20:08.009    applies rebind
02:20:08.009  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:20:08.069  (rebind: done)
02:20:08.069  remedying → settling: the remedy is over; let its own churn come to rest
02:20:11.569  settling → probing: nothing moved for the quiet period
02:20:11.569    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:20:13.569  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:13.569    not done: kick (tried already), rebind (tried already)
02:20:13.569    applies reconnect
02:20:13.569  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:20:13.574  (reconnect: done)
02:20:13.574  remedying → settling: the remedy is over; let its own churn come to rest
02:20:15.074  settling → probing: nothing moved for the quiet period
02:20:15.074    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:20:18.074  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:18.074    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:20:18.074    applies conntrack
02:20:18.074  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:20:18.094  (conntrack: unavailable)
02:20:18.094  remedying → settling: the remedy is over; let its own churn come to rest
02:20:20.094  settling → probing: nothing moved for the quiet period
02:20:20.094    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:20:23.094  probing → probing: not yet the evidence that the next remedy needs; look again
02:20:26.094  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:26.094    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:20:28.497    remembers: 0 restarts, 1 up-resets in the last hour
02:20:28.497    applies up-reset
02:20:28.497  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:20:28.797  (up-reset: done)
02:20:28.797  remedying → settling: the remedy is over; let its own churn come to rest
02:20:30.797  settling → probing: nothing moved for the quiet period
02:20:30.797    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:20:33.798  probing → probing: not yet the evidence that the next remedy needs; look again
02:20:36.798  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:20:36.798    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:21:02.798    remembers: 1 restarts, 1 up-resets in the last hour
02:21:02.798    applies restart
02:21:02.798  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:21:03.398  (restart: done)
02:21:03.398  remedying → settling: the remedy is over; let its own churn come to rest
02:21:05.398  settling → probing: nothing moved for the quiet period
02:21:05.398    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:21:08.398  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 2.4 s ago and is still finding its way)
02:21:38.400  probing → reported: nothing to mend from here now; say so and keep looking (route-not-installed, configuration: site-router carries the route, but a local route sends hmi through lan0)
02:21:38.400    to do: ip route get 10.78.0.10; remove or narrow that local route
02:21:38.400    not done: reconnect (a local route shadows it), up-reset (a local route shadows it), restart (a local route shadows it)

