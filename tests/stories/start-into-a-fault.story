# tailmend starts while the tunnel is already broken.
tunnel stuck 110s
control stuck 962s
start
until healthy within 60s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:14:03.001    applies kick to all connections
02:14:03.001  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:14:03.151  (kick: done)
02:14:03.151  remedying → settling: the remedy is over; let its own churn come to rest
02:14:03.651  settling → probing: nothing moved for the quiet period
02:14:03.651    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:06.651  probing → probing: the targets answer; once more for the proof
02:14:07.662  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
