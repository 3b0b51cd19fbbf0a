# F32: each restart heals for less than the proof takes. No more of them than the budget has, and then mild rungs.
steps ping rebind restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 1min
until remedying within 2min
advance 15s
tunnel stuck deep
until remedying within 2min
until remedying within 2min
advance 15s
tunnel stuck deep
until remedying within 2min
until remedying within 5min
advance 15s
tunnel stuck deep
advance 15min
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
02:15:11.872  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:14.872  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:14.872    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:15:16.476    remembers: 1 restarts, 0 up-resets in the last hour
02:15:16.476    applies restart
02:15:16.476  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:17.076  (restart: done)
02:15:17.076  remedying → settling: the remedy is over; let its own churn come to rest
02:15:19.076  settling → probing: nothing moved for the quiet period
02:15:19.076    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.076  probing → probing: the targets answer; once more for the proof
02:15:35.175  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 16 s ago and is still finding its way)
02:15:48.175  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:48.175    not done: kick (not in `steps`), up-reset (not in `steps`)
02:15:48.175    applies rebind
02:15:48.175  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 3)
02:15:48.235  (rebind: done)
02:15:48.235  remedying → settling: the remedy is over; let its own churn come to rest
02:15:51.735  settling → probing: nothing moved for the quiet period
02:15:51.735    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:54.735  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:57.735  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:57.735    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:16:00.138    remembers: 2 restarts, 0 up-resets in the last hour
02:16:00.138    applies restart
02:16:00.138  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 4)
02:16:00.738  (restart: done)
02:16:00.738  remedying → settling: the remedy is over; let its own churn come to rest
02:16:02.738  settling → probing: nothing moved for the quiet period
02:16:02.738    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:05.739  probing → probing: the targets answer; once more for the proof
02:16:18.838  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 16 s ago and is still finding its way)
02:16:31.838  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:31.838    not done: kick (not in `steps`), up-reset (not in `steps`)
02:16:31.838    applies rebind
02:16:31.838  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:16:31.898  (rebind: done)
02:16:31.898  remedying → settling: the remedy is over; let its own churn come to rest
02:16:35.398  settling → probing: nothing moved for the quiet period
02:16:35.398    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:38.398  probing → probing: not yet the evidence that the next remedy needs; look again
02:16:41.398  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:41.398    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:17:22.124    remembers: 3 restarts, 0 up-resets in the last hour
02:17:22.124    applies restart
02:17:22.124  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:17:22.724  (restart: done)
02:17:22.724  remedying → settling: the remedy is over; let its own churn come to rest
02:17:24.724  settling → probing: nothing moved for the quiet period
02:17:24.724    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:27.724  probing → probing: the targets answer; once more for the proof
02:17:27.724    asks connections
02:17:40.823  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 16 s ago and is still finding its way)
02:17:53.823  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:53.823    not done: kick (not in `steps`), up-reset (not in `steps`)
02:18:05.935    applies rebind
02:18:05.935  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 7)
02:18:05.995  (rebind: done)
02:18:05.995  remedying → settling: the remedy is over; let its own churn come to rest
02:18:09.495  settling → probing: nothing moved for the quiet period
02:18:09.495    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:12.495  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:12.495    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (its budget for this hour is spent)

tunnel heals
until healthy within 60s
----
02:33:03.729  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
