# A package manager upgrades tailscale in the middle of an episode, and restarts it: no restart of ours beside it, and a new
# look afterwards.
steps ping rebind restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
packages dpkg
advance 1min
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
02:15:10.872    not done: kick (not in `steps`), up-reset (not in `steps`), restart (the package manager (dpkg) is at work)
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

systemctl restart
advance 5s
packages done
until healthy within 1min
----
02:16:03.210  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 11 ms ago and is still finding its way)
02:16:28.430  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
