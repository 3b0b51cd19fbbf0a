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
02:15:09.872  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:09.872    not done: kick (not in `steps`), up-reset (not in `steps`), restart (an ssh session over the tailnet is in use; it is given ten minutes)
02:15:09.872    applies rebind
02:15:09.872  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:09.932  (rebind: done)
02:15:09.932  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.432  settling → probing: nothing moved for the quiet period
02:15:13.432    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.432  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:14.432    applies rebind
02:15:14.432  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 3)
02:15:14.492  (rebind: done)
02:15:14.492  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.992  settling → probing: nothing moved for the quiet period
02:15:17.992    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:18.992  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:18.992    applies rebind
02:15:18.992  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 4)
02:15:19.052  (rebind: done)
02:15:19.052  remedying → settling: the remedy is over; let its own churn come to rest
02:15:22.552  settling → probing: nothing moved for the quiet period
02:15:22.552    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:23.552  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:34.552    applies rebind
02:15:34.552  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:34.612  (rebind: done)
02:15:34.612  remedying → settling: the remedy is over; let its own churn come to rest
02:15:38.112  settling → probing: nothing moved for the quiet period
02:15:38.112    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.112  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:03.225    applies rebind
02:16:03.225  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:16:03.285  (rebind: done)
02:16:03.285  remedying → settling: the remedy is over; let its own churn come to rest
02:16:06.785  settling → probing: nothing moved for the quiet period
02:16:06.785    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:07.785  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:49.094  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:49.094    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:50.094  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:50.094    applies rebind
02:16:50.094  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 7)
02:16:50.154  (rebind: done)
02:16:50.154  remedying → settling: the remedy is over; let its own churn come to rest
02:16:53.654  settling → probing: nothing moved for the quiet period
02:16:53.654    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:54.654  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:55.423    applies rebind
02:17:55.423  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:17:55.483  (rebind: done)
02:17:55.483  remedying → settling: the remedy is over; let its own churn come to rest
02:17:58.983  settling → probing: nothing moved for the quiet period
02:17:58.983    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:59.983  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)

ssh over
until healthy within 3min
----
02:19:10.983    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:19:36.984    remembers: 1 restarts, 0 up-resets in the last hour
02:19:36.984    applies restart
02:19:36.984  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 9)
02:19:37.584  (restart: done)
02:19:37.584  remedying → settling: the remedy is over; let its own churn come to rest
02:19:39.584  settling → probing: nothing moved for the quiet period
02:19:39.584    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:19:42.584  probing → probing: the targets answer; once more for the proof
02:20:02.804  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
