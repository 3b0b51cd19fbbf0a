# Every remedy fails, as on a host where nothing is as it should be: said, and bounded.
remedy kick fails
remedy rebind fails
remedy reconnect fails
remedy up-reset fails
remedy restart fails
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
advance 10min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: failed)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:08.962    not done: kick (tried already)
02:15:09.206    applies rebind
02:15:09.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:09.266  (rebind: failed)
02:15:09.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.766  settling → probing: nothing moved for the quiet period
02:15:12.766    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:13.766  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.766    not done: kick (tried already), rebind (tried already)
02:15:13.766    applies reconnect
02:15:13.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:13.771  (reconnect: failed)
02:15:13.771  remedying → settling: the remedy is over; let its own churn come to rest
02:15:15.271  settling → probing: nothing moved for the quiet period
02:15:15.271    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:18.271  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:18.271    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:18.271    applies conntrack
02:15:18.271  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:18.291  (conntrack: unavailable)
02:15:18.291  remedying → settling: the remedy is over; let its own churn come to rest
02:15:20.291  settling → probing: nothing moved for the quiet period
02:15:20.291    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:23.292  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:26.292  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:26.292    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:15:28.695    remembers: 0 restarts, 1 up-resets in the last hour
02:15:28.695    applies up-reset
02:15:28.695  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:15:28.995  (up-reset: failed)
02:15:28.995  remedying → settling: the remedy is over; let its own churn come to rest
02:15:30.995  settling → probing: nothing moved for the quiet period
02:15:30.995    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:33.995  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:36.995  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:36.995    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:16:02.996    remembers: 1 restarts, 1 up-resets in the last hour
02:16:02.996    applies restart
02:16:02.996  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:16:03.596  (restart: failed)
02:16:03.596  remedying → settling: the remedy is over; let its own churn come to rest
02:16:05.596  settling → probing: nothing moved for the quiet period
02:16:05.596    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:08.596  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:23.694    applies kick to all connections
02:16:23.694  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
02:16:23.844  (kick: failed)
02:16:23.844  remedying → settling: the remedy is over; let its own churn come to rest
02:16:24.344  settling → probing: nothing moved for the quiet period
02:16:24.344    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:25.344  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:25.344    not done: kick (tried already)
02:17:07.505  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:17:07.505    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:08.505  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:08.505    applies rebind
02:17:08.505  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:17:08.565  (rebind: failed)
02:17:08.565  remedying → settling: the remedy is over; let its own churn come to rest
02:17:12.065  settling → probing: nothing moved for the quiet period
02:17:12.065    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:13.065  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:13.065    not done: kick (tried already), rebind (tried already)
02:18:37.205  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:37.205    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:38.205  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:38.205    applies reconnect
02:18:38.205  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 9)
02:18:38.210  (reconnect: failed)
02:18:38.210  remedying → settling: the remedy is over; let its own churn come to rest
02:18:39.710  settling → probing: nothing moved for the quiet period
02:18:39.710    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:42.710  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:45.710  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:45.710    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:21:11.454    remembers: 1 restarts, 2 up-resets in the last hour
02:21:11.454    applies up-reset
02:21:11.454  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 10)
02:21:11.754  (up-reset: failed)
02:21:11.754  remedying → settling: the remedy is over; let its own churn come to rest
02:21:13.754  settling → probing: nothing moved for the quiet period
02:21:13.754    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:16.754  probing → probing: not yet the evidence that the next remedy needs; look again
02:21:19.754  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:21:19.754    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
