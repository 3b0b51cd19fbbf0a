# tailscaled hangs, and again two minutes after the restart that helped: that is another fault, and is met at once.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled hangs
until healthy within 2min
advance 2min
tailscaled hangs
until healthy within 2min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:10.012    to do: sudo systemctl restart tailscaled.service
02:15:10.012    not done: reconnect (LocalAPI does not answer)
02:15:10.012    remembers: 1 restarts, 0 up-resets in the last hour
02:15:10.012    applies restart
02:15:10.012  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:10.612  (restart: done)
02:15:10.612  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.612  settling → probing: nothing moved for the quiet period
02:15:12.612    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.612  probing → probing: the targets answer; once more for the proof
02:15:35.832  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:37.154  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:17:37.154    asks status, prefs, unit, anchors, connections, 8 pings
02:17:40.154  probing → probing: not yet the evidence that the next remedy needs; look again
02:17:43.154  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:17:43.154    to do: sudo systemctl restart tailscaled.service
02:17:43.154    remembers: 2 restarts, 0 up-resets in the last hour
02:17:43.154    applies restart
02:17:43.154  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:17:43.754  (restart: done)
02:17:43.754  remedying → settling: the remedy is over; let its own churn come to rest
02:17:45.754  settling → probing: nothing moved for the quiet period
02:17:45.754    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:48.754  probing → probing: the targets answer; once more for the proof
02:18:08.974  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
