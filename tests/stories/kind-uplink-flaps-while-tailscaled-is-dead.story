# tailscaled ends again at once, and the uplink flaps: each change of the way out lets the ladder begin anew, and yet no two
# starts within five minutes.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

remedy restart does-nothing
at 02:15:00 tailscaled fails exit-code
advance 20s
network wan1 via 198.51.100.1 hints route
advance 40s
network wan0 via 192.0.2.1 hints route
advance 1min
asked
network wan1 via 198.51.100.1 hints route
remedy restart works
until healthy within 5min
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
02:15:20.000  probing → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:21.000  settling → probing: nothing moved for the quiet period
02:15:21.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:24.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:16:00.000  reported → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:16:01.000  settling → probing: nothing moved for the quiet period
02:16:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:04.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:17:00.000  reported → probing: something is not as it was; gather all evidence (a person asked)
02:17:00.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:00.000  probing → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:17:01.000  settling → probing: nothing moved for the quiet period
02:17:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:04.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service has failed (exit-code))
02:20:06.003  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service has failed (exit-code))
02:20:06.003    remembers: 2 restarts, 0 up-resets in the last hour
02:20:06.003    applies restart (start only)
02:20:06.003  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:20:06.603  (restart: done)
02:20:06.603  remedying → settling: the remedy is over; let its own churn come to rest
02:20:08.603  settling → probing: nothing moved for the quiet period
02:20:08.603    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:11.603  probing → probing: the targets answer; once more for the proof
02:20:31.823  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

