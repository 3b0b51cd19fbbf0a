# F27: the same, and nothing answers: a restart, and one is enough.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 socket gone
tunnel stuck deep
bus lost
until healthy within 2min
----
02:15:06.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled's socket /run/tailscale/tailscaled.sock does not exist)
02:15:06.000    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:15:06.000    remembers: 1 restarts, 0 up-resets in the last hour
02:15:06.000    applies restart
02:15:06.000  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:06.600  (restart: done)
02:15:06.600  remedying → settling: the remedy is over; let its own churn come to rest
02:15:08.600  settling → probing: nothing moved for the quiet period
02:15:08.600    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:11.600  probing → probing: the targets answer; once more for the proof
02:15:31.820  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
