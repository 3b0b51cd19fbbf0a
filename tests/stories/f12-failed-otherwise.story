# A unit that has failed otherwise is started at once: nothing is left to lose.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled fails exit-code
until healthy within 90s
----
02:15:03.005  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service has failed (exit-code))
02:15:03.005    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:15:03.005    remembers: 1 restarts, 0 up-resets in the last hour
02:15:03.005    applies restart (start only)
02:15:03.005  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:03.605  (restart: done)
02:15:03.605  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.605  settling → probing: nothing moved for the quiet period
02:15:05.605    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.605  probing → probing: the targets answer; once more for the proof
02:15:28.825  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
