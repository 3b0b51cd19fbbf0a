# With pings alone a broken tunnel is noticed and mended too.
targets none
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 1 peer answers; no target is configured)

at 02:15:00 tunnel stuck 110s
until healthy within 60s
----
02:15:07.012  healthy → probing: something is not as it was; gather all evidence (no peer answers)
02:15:07.012    asks status, prefs, unit, anchors, connections, 4 pings
02:15:10.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: 2 witnesses are silent while the WAN answers)
02:15:10.012    applies kick to all connections
02:15:10.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:10.162  (kick: done)
02:15:10.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:10.662  settling → probing: nothing moved for the quiet period
02:15:10.662    asks status, prefs, unit, anchors, restun, 4 pings
02:15:13.662  probing → probing: the targets answer; once more for the proof
02:15:14.673  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 1 peer answers; no target is configured)
