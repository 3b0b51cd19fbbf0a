# WireGuard is stuck with everybody, disco is not.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 session stuck 10min
until healthy within 1min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc, site-router and 2 witnesses: disco pings are answered, nothing gets through WireGuard)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc, site-router and 2 witnesses: disco pings are answered, nothing gets through WireGuard)
02:15:09.962    not done: kick (tried already)
02:15:09.962    applies rebind
02:15:09.962  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:10.022  (rebind: done)
02:15:10.022  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.522  settling → probing: nothing moved for the quiet period
02:15:13.522    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:16.522  probing → probing: the targets answer; once more for the proof
02:15:17.533  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
