# A remedy is given up after 90 s and ends after two minutes: that answer means nothing any more.
remedy rebind dawdles 2min
steps ping rebind
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 30s
until backing-off within 3min
advance 1min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    not done: kick (not in `steps`)
02:15:05.312    applies rebind
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:16:35.312  remedying → settling: the remedy is over; let its own churn come to rest
02:16:38.812  settling → probing: nothing moved for the quiet period
02:16:38.812    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:40.812  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:40.812    not done: kick (not in `steps`), up-reset (not in `steps`), restart (not in `steps`)
02:16:40.812    applies rebind
02:16:40.812  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:17:05.312  (rebind: done)

tunnel heals
until healthy within 1min
----
02:18:10.812  remedying → settling: the remedy is over; let its own churn come to rest
02:18:14.312  settling → probing: nothing moved for the quiet period
02:18:14.312    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:17.312  probing → probing: the targets answer; once more for the proof
02:18:18.323  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
