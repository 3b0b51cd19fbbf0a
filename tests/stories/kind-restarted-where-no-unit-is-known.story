# OpenRC: nobody tells that tailscaled is being restarted, by its administrator or in an upgrade: one look at a socket that is
# gone is not enough, and the package manager has to be done; a tailscaled that has ended is restarted.
restart-command rc-service tailscale restart
systemd away
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 systemctl stop
at 02:15:02 systemctl start
until healthy within 1min
----
02:15:06.005  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled is starting (NoState))
02:15:09.028  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

packages dpkg
systemctl stop
advance 1min
----
02:15:12.033  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled's socket /run/tailscale/tailscaled.sock does not exist)
02:15:12.033    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:15:12.033    not done: restart (the package manager (dpkg) is at work)

packages done
systemctl start
advance 2min
tailscaled fails exit-code
until healthy within 1min
----
02:16:17.033  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled is starting (NoState))
02:16:20.056  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:18:15.033  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-dead, ours: tailscaled's socket /run/tailscale/tailscaled.sock has no listener)
02:18:15.033    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:18:15.033    remembers: 1 restarts, 0 up-resets in the last hour
02:18:15.033    applies restart (start only)
02:18:15.033  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:18:15.633  (restart: done)
02:18:15.633  remedying → settling: the remedy is over; let its own churn come to rest
02:18:17.633  settling → probing: nothing moved for the quiet period
02:18:17.633    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:20.633  probing → probing: the targets answer; once more for the proof
02:18:40.853  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

