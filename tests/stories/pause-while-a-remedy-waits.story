# A pause comes while a remedy waits for its time: that one does not begin either, however mild.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via 198.51.100.1 hints route,address
tunnel stuck deep
until backing-off within 30s
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)

pause 30s
advance 29s
----
02:15:04.000  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:04.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:07.000  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.000    not done: kick (all remedies are paused)

advance 10s
----
02:15:34.000  reported → probing: something is not as it was; gather all evidence (the pause is over)
02:15:34.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:37.000    applies kick to all connections
02:15:37.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:37.150  (kick: done)
02:15:37.150  remedying → settling: the remedy is over; let its own churn come to rest
02:15:37.650  settling → probing: nothing moved for the quiet period
02:15:37.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.650  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:39.650    not done: kick (tried already)
02:15:39.650    applies rebind
02:15:39.650  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:39.710  (rebind: done)
02:15:39.710  remedying → settling: the remedy is over; let its own churn come to rest
