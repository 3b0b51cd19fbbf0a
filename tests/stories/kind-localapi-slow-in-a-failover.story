# The same while the router in front moves to its second WAN: the remedy does not wait for LocalAPI.
localapi slow 2s
start
until healthy within 30s
----
02:14:02.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:02.001    asks targets, status, prefs, unit, anchors, restun
02:14:05.001  probing → probing: the targets answer; once more for the proof
02:14:08.002  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 110s
control stuck 900s
until healthy within 1min
----
02:15:08.002  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:08.002    asks status, prefs, unit, anchors, connections, 8 pings
02:15:10.003  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:10.003    applies kick to all connections
02:15:10.003  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:10.153  (kick: done)
02:15:10.153  remedying → settling: the remedy is over; let its own churn come to rest
02:15:10.653  settling → probing: nothing moved for the quiet period
02:15:10.653    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:13.653  probing → probing: the targets answer; once more for the proof
02:15:16.654  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
