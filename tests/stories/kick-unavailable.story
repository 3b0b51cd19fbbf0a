# Without the right to destroy connections: said, and the next rungs mend both halves.
remedy kick is-unavailable
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 110s
control stuck 962s
until healthy within 90s
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.012    applies kick to all connections
02:15:05.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.162  (kick: unavailable)
02:15:05.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.662  settling → probing: nothing moved for the quiet period
02:15:05.662    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:07.662  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.662    not done: kick (unavailable on this host)
02:15:07.662    applies rebind
02:15:07.662  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:07.722  (rebind: done)
02:15:07.722  remedying → settling: the remedy is over; let its own churn come to rest
02:15:11.222  settling → probing: nothing moved for the quiet period
02:15:11.222    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.222  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:14.222    applies reconnect
02:15:14.222  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:14.227  (reconnect: done)
02:15:14.227  remedying → settling: the remedy is over; let its own churn come to rest
02:15:15.727  settling → probing: nothing moved for the quiet period
02:15:15.727    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:18.728  probing → probing: the targets answer; once more for the proof
02:15:19.739  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
