# tailscaled hangs while a broken tunnel is being mended.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 110s
remedy kick does-nothing
until settling within 30s
tailscaled hangs
until healthy within 2min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:10.962  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:13.962    to do: sudo systemctl restart tailscaled.service
02:15:13.962    not done: reconnect (LocalAPI does not answer)
02:15:13.962    remembers: 1 restarts, 0 up-resets in the last hour
02:15:13.962    applies restart
02:15:13.962  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:14.562  (restart: done)
02:15:14.562  remedying → settling: the remedy is over; let its own churn come to rest
02:15:16.562  settling → probing: nothing moved for the quiet period
02:15:16.562    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:19.562  probing → probing: the targets answer; once more for the proof
02:15:39.782  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
