# A supervisor that is started again finds the pause; a dead tailscaled stays dead until it is over.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 pause 5min
at 02:16:00 killed
until healthy within 30s
----
02:16:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:16:00.001    asks targets, status, prefs, unit, anchors, restun
02:16:03.001  probing → probing: the targets answer; once more for the proof
02:16:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:17:00 tailscaled fails
advance 2min
----
02:17:03.005  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:17:03.005    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:17:03.005    not done: restart (all remedies are paused)

until healthy within 2min
----
02:20:00.000  reported → probing: something is not as it was; gather all evidence (the pause is over)
02:20:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:20:03.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service has failed (exit-code))
02:20:03.000    remembers: 1 restarts, 0 up-resets in the last hour
02:20:03.000    applies restart (start only)
02:20:03.000  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:20:03.600  (restart: done)
02:20:03.600  remedying → settling: the remedy is over; let its own churn come to rest
02:20:05.600  settling → probing: nothing moved for the quiet period
02:20:05.600    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:08.600  probing → probing: the targets answer; once more for the proof
02:20:28.820  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
