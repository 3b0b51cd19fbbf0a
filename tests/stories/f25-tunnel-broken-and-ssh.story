# F25 with the whole tunnel broken: the mild rungs go on meanwhile, the hard ones come when the person has gone.
steps ping rebind restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
ssh session
advance 4min
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
02:15:10.872    not done: kick (not in `steps`), up-reset (not in `steps`), restart (an ssh session over the tailnet is in use; it is given ten minutes)
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
02:15:38.306  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:38.306    applies rebind
02:15:38.306  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:38.366  (rebind: done)
02:15:38.366  remedying → settling: the remedy is over; let its own churn come to rest
02:15:41.866  settling → probing: nothing moved for the quiet period
02:15:41.866    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:43.866  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:06.979    applies rebind
02:16:06.979  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:16:07.039  (rebind: done)
02:16:07.039  remedying → settling: the remedy is over; let its own churn come to rest
02:16:10.539  settling → probing: nothing moved for the quiet period
02:16:10.539    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:12.539  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:52.848  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:52.848    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:53.848  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:53.848    applies rebind
02:16:53.848  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 7)
02:16:53.908  (rebind: done)
02:16:53.908  remedying → settling: the remedy is over; let its own churn come to rest
02:16:57.408  settling → probing: nothing moved for the quiet period
02:16:57.408    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:59.408  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:59.177    applies rebind
02:17:59.177  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:17:59.237  (rebind: done)
02:17:59.237  remedying → settling: the remedy is over; let its own churn come to rest
02:18:02.737  settling → probing: nothing moved for the quiet period
02:18:02.737    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:04.737  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)

ssh over
until healthy within 3min
----
02:19:15.737    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:19:41.738    remembers: 1 restarts, 0 up-resets in the last hour
02:19:41.738    applies restart
02:19:41.738  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 9)
02:19:42.338  (restart: done)
02:19:42.338  remedying → settling: the remedy is over; let its own churn come to rest
02:19:44.338  settling → probing: nothing moved for the quiet period
02:19:44.338    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:19:47.338  probing → probing: the targets answer; once more for the proof
02:20:07.558  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
