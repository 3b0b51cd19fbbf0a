# No target is configured: pings stand in, and no hard remedy is ever applied for what they say.
targets none
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 1 peer answers; no target is configured)

at 02:15:00 tunnel stuck deep
advance 5min
----
02:15:07.012  healthy → probing: something is not as it was; gather all evidence (no peer answers)
02:15:07.012    asks status, prefs, unit, anchors, connections, 4 pings
02:15:10.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:10.012    applies kick to all connections
02:15:10.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:10.162  (kick: done)
02:15:10.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:10.662  settling → probing: nothing moved for the quiet period
02:15:10.662    asks status, prefs, unit, anchors, restun, 4 pings
02:15:13.662  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:13.662    not done: kick (tried already)
02:15:13.662    applies rebind
02:15:13.662  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:13.722  (rebind: done)
02:15:13.722  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.222  settling → probing: nothing moved for the quiet period
02:15:17.222    asks status, prefs, unit, anchors, restun, 4 pings
02:15:20.222  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:20.222    not done: kick (tried already), rebind (tried already)
02:15:20.222    applies reconnect
02:15:20.222  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:20.227  (reconnect: done)
02:15:20.227  remedying → settling: the remedy is over; let its own churn come to rest
02:15:21.727  settling → probing: nothing moved for the quiet period
02:15:21.727    asks status, prefs, unit, anchors, restun, 4 pings
02:15:24.727  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:24.727    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:24.727    applies conntrack
02:15:24.727  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:24.747  (conntrack: unavailable)
02:15:24.747  remedying → settling: the remedy is over; let its own churn come to rest
02:15:26.747  settling → probing: nothing moved for the quiet period
02:15:26.747    asks status, prefs, unit, anchors, restun, 4 pings
02:15:29.748  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:29.748    not done: up-reset (with no target configured only a dead or hung tailscaled is restarted), restart (with no target configured only a dead or hung tailscaled is restarted)
02:15:29.831    applies kick to all connections
02:15:29.831  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:29.981  (kick: done)
02:15:29.981  remedying → settling: the remedy is over; let its own churn come to rest
02:15:30.481  settling → probing: nothing moved for the quiet period
02:15:30.481    asks status, prefs, unit, anchors, restun, 4 pings
02:15:33.482  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:33.482    not done: kick (tried already)
02:15:40.274  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:40.274    asks status, prefs, unit, anchors, restun, 4 pings
02:15:43.274  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:43.274    applies rebind
02:15:43.274  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:43.334  (rebind: done)
02:15:43.334  remedying → settling: the remedy is over; let its own churn come to rest
02:15:46.834  settling → probing: nothing moved for the quiet period
02:15:46.834    asks status, prefs, unit, anchors, restun, 4 pings
02:15:49.834  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:49.834    not done: kick (tried already), rebind (tried already)
02:16:10.509  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:10.509    asks status, prefs, unit, anchors, restun, 4 pings
02:16:13.509  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:16:13.509    applies reconnect
02:16:13.509  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:13.514  (reconnect: done)
02:16:13.514  remedying → settling: the remedy is over; let its own churn come to rest
02:16:15.014  settling → probing: nothing moved for the quiet period
02:16:15.014    asks status, prefs, unit, anchors, restun, 4 pings
02:16:18.014  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:16:18.014    not done: up-reset (with no target configured only a dead or hung tailscaled is restarted), restart (with no target configured only a dead or hung tailscaled is restarted)
02:17:04.308  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:17:04.308    asks status, prefs, unit, anchors, restun, 4 pings
02:17:07.308  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:17:07.308    applies kick to all connections
02:17:07.308  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:17:07.458  (kick: done)
02:17:07.458  remedying → settling: the remedy is over; let its own churn come to rest
02:17:07.958  settling → probing: nothing moved for the quiet period
02:17:07.958    asks status, prefs, unit, anchors, restun, 4 pings
02:17:10.958  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:17:10.958    not done: kick (tried already)
02:18:35.521  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:35.521    asks status, prefs, unit, anchors, restun, 4 pings
02:18:38.521  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:18:38.521    applies rebind
02:18:38.521  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 9)
02:18:38.581  (rebind: done)
02:18:38.581  remedying → settling: the remedy is over; let its own churn come to rest
02:18:42.081  settling → probing: nothing moved for the quiet period
02:18:42.081    asks status, prefs, unit, anchors, restun, 4 pings
02:18:45.081  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:18:45.081    not done: kick (tried already), rebind (tried already)
