# F03: the carrier is lost, the backup takes over by its metric; no route message comes, tailscaled sees nothing.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 network wan1 via 198.51.100.1 hints carrier-lost
tunnel stuck 4s
control stuck 950s
until healthy within 60s
----
02:14:30.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:14:31.000  settling → probing: nothing moved for the quiet period
02:14:31.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:34.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:14:34.000    applies reconnect
02:14:34.000  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:14:34.005  (reconnect: done)
02:14:34.005  remedying → settling: the remedy is over; let its own churn come to rest
02:14:35.505  settling → probing: nothing moved for the quiet period
02:14:35.505    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:38.505  probing → probing: the targets answer; once more for the proof
02:14:39.516  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
