# F27: systemd does not tell of the unit, then tailscaled hangs: said why nothing is done, and done when it tells again.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 systemd away
at 02:15:15 tailscaled hangs
at 02:16:15 systemd back
until healthy within 2min
----
02:15:24.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:24.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:27.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:30.012  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:30.012    to do: sudo systemctl restart tailscaled.service
02:15:30.012    not done: reconnect (LocalAPI does not answer), restart (systemd does not tell about the unit, and no restart_command is configured)
02:16:22.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 6 times in a row)
02:16:22.012    not done: reconnect (LocalAPI does not answer)
02:16:22.012    remembers: 1 restarts, 0 up-resets in the last hour
02:16:22.012    applies restart
02:16:22.012  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:16:22.612  (restart: done)
02:16:22.612  remedying → settling: the remedy is over; let its own churn come to rest
02:16:24.612  settling → probing: nothing moved for the quiet period
02:16:24.612    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:27.612  probing → probing: the targets answer; once more for the proof
02:16:47.832  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
