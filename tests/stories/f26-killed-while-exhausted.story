# F26: killed when the budget is spent: a new start has no new budget.
steps ping restart
spent restart 50min ago
spent restart 40min ago
spent restart 30min ago
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until exhausted within 2min
killed
until exhausted within 2min
until healthy within 30min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (its budget for this hour is spent)
02:15:07.313  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:07.313    asks targets, status, prefs, unit, anchors, restun
02:15:10.314  probing → exhausted: the budget for hard remedies is spent (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:03.322  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:03.322    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:24:10.277  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:24:10.277    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:13.277  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:13.277    remembers: 3 restarts, 0 up-resets in the last hour
02:24:13.277    applies restart
02:24:13.277  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:24:13.877  (restart: done)
02:24:13.877  remedying → settling: the remedy is over; let its own churn come to rest
02:24:15.877  settling → probing: nothing moved for the quiet period
02:24:15.877    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:18.877  probing → probing: the targets answer; once more for the proof
02:24:39.097  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
