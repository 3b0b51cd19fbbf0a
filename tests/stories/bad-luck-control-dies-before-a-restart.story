# Control goes away while a restart is waited for: it is not made.
steps ping rebind restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until settling within 30s
control away
advance 5min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    not done: kick (not in `steps`)
02:15:05.312    applies rebind
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:05.372  (rebind: done)
02:15:05.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:08.872  settling → probing: nothing moved for the quiet period
02:15:08.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:10.872  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:10.872    not done: kick (not in `steps`), up-reset (not in `steps`), restart (the control server does not answer)
02:15:10.872    applies rebind
02:15:10.872  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:10.932  (rebind: done)
02:15:10.932  remedying → settling: the remedy is over; let its own churn come to rest
02:15:14.432  settling → probing: nothing moved for the quiet period
02:15:14.432    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:16.432  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:16.432    applies rebind
02:15:16.432  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 3)
02:15:16.492  (rebind: done)
02:15:16.492  remedying → settling: the remedy is over; let its own churn come to rest
02:15:19.992  settling → probing: nothing moved for the quiet period
02:15:19.992    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:21.992  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:21.992    applies rebind
02:15:21.992  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 4)
02:15:22.052  (rebind: done)
02:15:22.052  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.552  settling → probing: nothing moved for the quiet period
02:15:25.552    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:27.552  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:37.306  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:37.306    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.306  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:39.306    applies rebind
02:15:39.306  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:39.366  (rebind: done)
02:15:39.366  remedying → settling: the remedy is over; let its own churn come to rest
02:15:42.866  settling → probing: nothing moved for the quiet period
02:15:42.866    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:44.866  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:08.866    applies rebind
02:16:08.866  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:16:08.926  (rebind: done)
02:16:08.926  remedying → settling: the remedy is over; let its own churn come to rest
02:16:12.426  settling → probing: nothing moved for the quiet period
02:16:12.426    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:14.426  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:54.734    applies rebind
02:16:54.734  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 7)
02:16:54.794  (rebind: done)
02:16:54.794  remedying → settling: the remedy is over; let its own churn come to rest
02:16:58.294  settling → probing: nothing moved for the quiet period
02:16:58.294    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:00.294  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:00.294    applies rebind
02:18:00.294  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:18:00.354  (rebind: done)
02:18:00.354  remedying → settling: the remedy is over; let its own churn come to rest
02:18:03.854  settling → probing: nothing moved for the quiet period
02:18:03.854    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:05.854  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)

control back
until healthy within 10min
----
02:20:09.855    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:20:35.855    remembers: 1 restarts, 0 up-resets in the last hour
02:20:35.855    applies restart
02:20:35.855  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 9)
02:20:36.455  (restart: done)
02:20:36.455  remedying → settling: the remedy is over; let its own churn come to rest
02:20:38.455  settling → probing: nothing moved for the quiet period
02:20:38.455    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:41.455  probing → probing: the targets answer; once more for the proof
02:21:01.675  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
