# The tunnel breaks while the control server is away: mild remedies only, never a restart, until control answers again.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
tunnel stuck deep
advance 3min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:06.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:06.012    applies kick to all connections
02:15:06.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:06.162  (kick: done)
02:15:06.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:06.662  settling → probing: nothing moved for the quiet period
02:15:06.662    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.662  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:08.662    not done: kick (tried already)
02:15:08.662    applies rebind
02:15:08.662  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:08.722  (rebind: done)
02:15:08.722  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.222  settling → probing: nothing moved for the quiet period
02:15:12.222    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.222  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:14.222    not done: kick (tried already), rebind (tried already)
02:15:14.222    applies reconnect
02:15:14.222  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:14.227  (reconnect: done)
02:15:14.227  remedying → settling: the remedy is over; let its own churn come to rest
02:15:15.727  settling → probing: nothing moved for the quiet period
02:15:15.727    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:18.727  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:18.727    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:18.727    applies conntrack
02:15:18.727  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:18.747  (conntrack: unavailable)
02:15:18.747  remedying → settling: the remedy is over; let its own churn come to rest
02:15:20.747  settling → probing: nothing moved for the quiet period
02:15:20.747    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:23.747  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:23.747    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:23.831    applies kick to all connections
02:15:23.831  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:23.981  (kick: done)
02:15:23.981  remedying → settling: the remedy is over; let its own churn come to rest
02:15:24.481  settling → probing: nothing moved for the quiet period
02:15:24.481    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:26.481  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:26.481    not done: kick (tried already)
02:15:34.273  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:34.273    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:36.273  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:36.273    applies rebind
02:15:36.273  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:36.333  (rebind: done)
02:15:36.333  remedying → settling: the remedy is over; let its own churn come to rest
02:15:39.833  settling → probing: nothing moved for the quiet period
02:15:39.833    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:41.833  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:41.833    not done: kick (tried already), rebind (tried already)
02:16:03.508  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:03.508    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:05.508  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:05.508    applies reconnect
02:16:05.508  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:05.513  (reconnect: done)
02:16:05.513  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.013  settling → probing: nothing moved for the quiet period
02:16:07.013    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.013  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:10.013    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:16:56.307  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:56.307    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:59.307  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:59.307    applies kick to all connections
02:16:59.307  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:16:59.457  (kick: done)
02:16:59.457  remedying → settling: the remedy is over; let its own churn come to rest
02:16:59.957  settling → probing: nothing moved for the quiet period
02:16:59.957    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:01.957  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:01.957    not done: kick (tried already)

control back
until healthy within 20min
----
02:18:05.958    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:18:31.958    remembers: 0 restarts, 1 up-resets in the last hour
02:18:31.958    applies up-reset
02:18:31.958  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 9)
02:18:32.258  (up-reset: done)
02:18:32.258  remedying → settling: the remedy is over; let its own churn come to rest
02:18:34.258  settling → probing: nothing moved for the quiet period
02:18:34.258    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:37.258  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:40.258  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:40.258    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:19:24.062    remembers: 1 restarts, 1 up-resets in the last hour
02:19:24.062    applies restart
02:19:24.062  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 10)
02:19:24.662  (restart: done)
02:19:24.662  remedying → settling: the remedy is over; let its own churn come to rest
02:19:26.662  settling → probing: nothing moved for the quiet period
02:19:26.662    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:19:29.663  probing → probing: the targets answer; once more for the proof
02:19:49.883  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
