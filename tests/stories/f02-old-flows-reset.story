# F02: another gateway on the same interface, and the new router answers tailscaled's old connections with RST: control
# comes back early by itself, data is too late.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 network wan0 via 192.0.2.254 hints route
tunnel stuck 5s
control stuck 4s
until healthy within 30s
----
02:14:30.000  healthy → settling: what it stands on changed; let it come to rest (gateway 192.0.2.1 → 192.0.2.254)
02:14:31.000  settling → probing: nothing moved for the quiet period
02:14:31.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:34.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:14:34.000    applies kick to all connections
02:14:34.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:14:34.150  (kick: done)
02:14:34.150  remedying → settling: the remedy is over; let its own churn come to rest
02:14:34.650  settling → probing: nothing moved for the quiet period
02:14:34.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:37.650  probing → probing: the targets answer; once more for the proof
02:14:38.661  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
