# A default route with two nexthops, one dead, on which control's flow lies; the first new connection lands there again.
remedy reconnect does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan0 via 192.0.2.1 hints nexthop
control stuck 900s
until healthy within 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:04.023    applies reconnect
02:15:04.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:04.028  (reconnect: done)
02:15:04.028  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.528  settling → probing: nothing moved for the quiet period
02:15:05.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.528  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:08.528    not done: reconnect (tried already)
02:15:08.528    applies kick to dead connections
02:15:08.528  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:15:08.678  (kick: done)
02:15:08.678  remedying → settling: the remedy is over; let its own churn come to rest
02:15:09.178  settling → probing: nothing moved for the quiet period
02:15:09.178    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:12.179  probing → probing: the targets answer; once more for the proof
02:15:13.190  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
