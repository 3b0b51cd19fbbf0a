# tailscaled ends again after the start; then tailmend is upgraded, or killed. The new one does not start it at once again.
remedy restart does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled fails exit-code
until reported within 90s
killed
advance 4min
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
02:15:08.605  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:15:08.605    not done: restart (it was started and ended again; once more after five minutes)
02:15:08.606  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:08.606    asks targets, status, prefs, unit, anchors, restun
02:15:11.606  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))

advance 3min
----
02:20:10.611  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service has failed (exit-code))
02:20:10.611    remembers: 2 restarts, 0 up-resets in the last hour
02:20:10.611    applies restart (start only)
02:20:10.611  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:20:11.211  (restart: done)
02:20:11.211  remedying → settling: the remedy is over; let its own churn come to rest
02:20:13.211  settling → probing: nothing moved for the quiet period
02:20:13.211    asks targets, status, prefs, unit, anchors, restun
02:20:16.211  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:20:16.211    not done: restart (it was started and ended again; once more after five minutes)
