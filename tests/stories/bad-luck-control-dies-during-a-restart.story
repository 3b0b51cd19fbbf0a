# Control goes away while tailscaled restarts: it waits without a netmap, and is not restarted again when control returns.
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
until remedying within 30s
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
02:15:22.076  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 2.4 s ago and is still finding its way)

control back
until healthy within 1min
----
02:20:44.303  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
