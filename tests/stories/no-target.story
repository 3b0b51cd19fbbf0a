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
02:15:09.012  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:09.012    applies kick to all connections
02:15:09.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:09.162  (kick: done)
02:15:09.162  remedying → settling: the remedy ran; let its own churn come to rest
02:15:09.662  settling → probing: nothing moved for the quiet period
02:15:09.662    asks status, prefs, unit, anchors, restun, 4 pings
02:15:12.662  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:12.662    not done: kick (tried already)
02:15:12.662    applies rebind
02:15:12.662  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:12.722  (rebind: done)
02:15:12.722  remedying → settling: the remedy ran; let its own churn come to rest
02:15:16.222  settling → probing: nothing moved for the quiet period
02:15:16.222    asks status, prefs, unit, anchors, restun, 4 pings
02:15:19.222  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:19.222    not done: kick (tried already), rebind (tried already)
02:15:19.222    applies reconnect
02:15:19.222  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:19.227  (reconnect: done)
02:15:19.227  remedying → settling: the remedy ran; let its own churn come to rest
02:15:20.727  settling → probing: nothing moved for the quiet period
02:15:20.727    asks status, prefs, unit, anchors, restun, 4 pings
02:15:23.727  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:23.727    applies kick to all connections
02:15:23.727  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:15:23.877  (kick: done)
02:15:23.877  remedying → settling: the remedy ran; let its own churn come to rest
02:15:24.377  settling → probing: nothing moved for the quiet period
02:15:24.377    asks status, prefs, unit, anchors, restun, 4 pings
02:15:27.378  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:27.378    not done: kick (tried already)
02:15:40.378    applies rebind
02:15:40.378  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:40.438  (rebind: done)
02:15:40.438  remedying → settling: the remedy ran; let its own churn come to rest
02:15:43.938  settling → probing: nothing moved for the quiet period
02:15:43.938    asks status, prefs, unit, anchors, restun, 4 pings
02:15:46.938  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:46.938    not done: kick (tried already), rebind (tried already)
02:16:09.051  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:09.051    asks status, prefs, unit, anchors, restun, 4 pings
02:16:12.051  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:16:12.051    not done: kick (tried already), rebind (tried already)
02:16:12.051    applies reconnect
02:16:12.051  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 6)
02:16:12.056  (reconnect: done)
02:16:12.056  remedying → settling: the remedy ran; let its own churn come to rest
02:16:13.556  settling → probing: nothing moved for the quiet period
02:16:13.556    asks status, prefs, unit, anchors, restun, 4 pings
02:16:16.557  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:16:57.920    applies kick to all connections
02:16:57.920  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
02:16:58.070  (kick: done)
02:16:58.070  remedying → settling: the remedy ran; let its own churn come to rest
02:16:58.570  settling → probing: nothing moved for the quiet period
02:16:58.570    asks status, prefs, unit, anchors, restun, 4 pings
02:17:01.570  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:17:01.570    not done: kick (tried already)
02:18:03.249  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:03.249    asks status, prefs, unit, anchors, restun, 4 pings
02:18:06.249  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:18:06.249    not done: kick (tried already)
02:18:06.249    applies rebind
02:18:06.249  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:18:06.309  (rebind: done)
02:18:06.309  remedying → settling: the remedy ran; let its own churn come to rest
02:18:09.809  settling → probing: nothing moved for the quiet period
02:18:09.809    asks status, prefs, unit, anchors, restun, 4 pings
02:18:12.809  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:18:12.809    not done: kick (tried already), rebind (tried already)
