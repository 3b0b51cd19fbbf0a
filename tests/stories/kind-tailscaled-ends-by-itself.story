# tailscaled ends without a failure, as when its interface is deleted: systemd leaves it so, and nobody has wanted it. It is
# started; one that ends again at once, five minutes later. Who comes too late to have seen it leave, leaves it alone.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled ends
until healthy within 1min
----
02:15:03.005  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service exited by itself, without a failure, so systemd does not start it again)
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

tailscaled ends
advance 1min
----
02:15:31.830  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled.service exited by itself, without a failure, so systemd does not start it again)
02:15:31.830    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:15:31.830    not done: restart (it was started and ended again; once more after five minutes)

until healthy within 10min
----
02:20:04.830  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled.service exited by itself, without a failure, so systemd does not start it again)
02:20:04.830    remembers: 2 restarts, 0 up-resets in the last hour
02:20:04.830    applies restart (start only)
02:20:04.830  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:20:05.430  (restart: done)
02:20:05.430  remedying → settling: the remedy is over; let its own churn come to rest
02:20:07.430  settling → probing: nothing moved for the quiet period
02:20:07.430    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:10.430  probing → probing: the targets answer; once more for the proof
02:20:30.650  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

tailscaled ends
killed
advance 10min
----
02:20:30.651  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:20:30.651    asks targets, status, prefs, unit, anchors, restun
02:20:30.652  probing → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscaled.service is stopped (enabled))
02:20:30.652    to do: sudo systemctl start tailscaled.service

systemctl start
until healthy within 1min
----
02:30:30.653  standby → settling: tailscale is wanted again
02:30:31.653  settling → probing: nothing moved for the quiet period
02:30:31.653    asks targets, status, prefs, unit, anchors, restun
02:30:34.653  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 604 ms ago and is still finding its way)
02:30:40.664  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
