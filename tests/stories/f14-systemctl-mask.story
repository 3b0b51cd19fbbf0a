# F14, masked.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 systemctl mask
advance 10min
----
02:15:00.006  probing → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscaled.service is stopped (masked))
02:15:00.006    to do: sudo systemctl unmask tailscaled.service, then: sudo systemctl enable --now tailscaled.service

systemctl start
until healthy within 60s
----
02:25:00.007  standby → settling: tailscale is wanted again
02:25:01.007  settling → probing: nothing moved for the quiet period
02:25:01.007    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:25:04.007  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 608 ms ago and is still finding its way)
02:25:26.239  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
