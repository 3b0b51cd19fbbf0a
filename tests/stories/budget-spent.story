# Three restarts were spent in the last hour: nothing hard is left until the oldest is an hour old.
spent restart 50min ago
spent restart 40min ago
spent restart 30min ago
spent up-reset 50min ago
spent up-reset 40min ago
spent up-reset 30min ago
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 7 pings
02:15:05.312  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    applies kick to all connections
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.462  (kick: done)
02:15:05.462  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.962  settling → probing: nothing moved for the quiet period
02:15:05.962    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:06.962  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:06.962    not done: kick (tried already)
02:15:07.206    applies rebind
02:15:07.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:07.266  (rebind: done)
02:15:07.266  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.766  settling → probing: nothing moved for the quiet period
02:15:10.766    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:11.766  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:11.766    not done: kick (tried already), rebind (tried already)
02:15:11.766    applies reconnect
02:15:11.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.771  (reconnect: done)
02:15:11.771  remedying → settling: the remedy ran; let its own churn come to rest
02:15:13.271  settling → probing: nothing moved for the quiet period
02:15:13.271    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:16.271  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:16.271    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (its budget for this hour is spent), restart (its budget for this hour is spent)

until healthy within 15min
----
02:24:09.280  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:09.280    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:24:18.377  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:24:18.377    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:24:21.377  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:21.377    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:24:21.377    remembers: 3 restarts, 3 up-resets in the last hour
02:24:21.377    applies up-reset
02:24:21.377  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 4)
02:24:21.677  (up-reset: done)
02:24:21.677  remedying → settling: the remedy ran; let its own churn come to rest
02:24:23.677  settling → probing: nothing moved for the quiet period
02:24:23.677    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:24:26.678  probing → probing: not yet the evidence that the next remedy needs; look again
02:24:29.678  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:29.678    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:24:39.112  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:24:39.112    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:24:42.112  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:42.112    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:24:42.112    remembers: 3 restarts, 3 up-resets in the last hour
02:24:42.112    applies restart
02:24:42.112  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 5)
02:24:42.712  (restart: done)
02:24:42.712  remedying → settling: the remedy ran; let its own churn come to rest
02:24:44.712  settling → probing: nothing moved for the quiet period
02:24:44.712    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:24:47.712  probing → probing: the targets answer; once more for the proof
02:25:07.932  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
