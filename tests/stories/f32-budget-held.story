# F32: the tunnel is held broken for two hours, and restarts are in vain: three in any sliding hour, then looks.
steps ping restart
remedy restart does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
advance 2h
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:15:20.266  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:20.266    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:23.266  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:23.266    remembers: 1 restarts, 0 up-resets in the last hour
02:15:23.266    applies restart
02:15:23.266  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:23.866  (restart: done)
02:15:23.866  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.866  settling → probing: nothing moved for the quiet period
02:15:25.866    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:28.867  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:31.867  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:34.867  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:36.468    remembers: 2 restarts, 0 up-resets in the last hour
02:15:36.468    applies restart
02:15:36.468  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:37.068  (restart: done)
02:15:37.068  remedying → settling: the remedy is over; let its own churn come to rest
02:15:39.068  settling → probing: nothing moved for the quiet period
02:15:39.068    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:42.068  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:45.068  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:48.068  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:50.472    remembers: 3 restarts, 0 up-resets in the last hour
02:15:50.472    applies restart
02:15:50.472  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 3)
02:15:51.072  (restart: done)
02:15:51.072  remedying → settling: the remedy is over; let its own churn come to rest
02:15:53.072  settling → probing: nothing moved for the quiet period
02:15:53.072    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:56.072  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:56.072    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (its budget for this hour is spent)
03:15:31.127  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:15:31.127    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
03:15:50.789  backing-off → probing: what was seen has changed while we waited, or is old; look again
03:15:50.789    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:53.789  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:15:53.789    remembers: 1 restarts, 0 up-resets in the last hour
03:15:53.789    applies restart
03:15:53.789  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 4)
03:15:54.389  (restart: done)
03:15:54.389  remedying → settling: the remedy is over; let its own churn come to rest
03:15:56.389  settling → probing: nothing moved for the quiet period
03:15:56.389    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:59.389  probing → probing: not yet the evidence that the next remedy needs; look again
03:16:02.390  probing → probing: not yet the evidence that the next remedy needs; look again
03:16:05.390  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:16:22.709    remembers: 2 restarts, 0 up-resets in the last hour
03:16:22.709    applies restart
03:16:22.709  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 5)
03:16:23.309  (restart: done)
03:16:23.309  remedying → settling: the remedy is over; let its own churn come to rest
03:16:25.309  settling → probing: nothing moved for the quiet period
03:16:25.309    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:16:28.309  probing → probing: not yet the evidence that the next remedy needs; look again
03:16:31.309  probing → probing: not yet the evidence that the next remedy needs; look again
03:16:34.309  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:17:05.454  backing-off → probing: what was seen has changed while we waited, or is old; look again
03:17:05.454    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:17:08.455  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:17:08.455    remembers: 3 restarts, 0 up-resets in the last hour
03:17:08.455    applies restart
03:17:08.455  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
03:17:09.055  (restart: done)
03:17:09.055  remedying → settling: the remedy is over; let its own churn come to rest
03:17:11.055  settling → probing: nothing moved for the quiet period
03:17:11.055    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:17:14.055  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:17:14.055    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (its budget for this hour is spent)

remedy restart works
tunnel heals
until healthy within 60s
----
04:15:25.328  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
