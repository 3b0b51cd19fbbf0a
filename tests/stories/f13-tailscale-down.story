# F13: `tailscale down` is an administrator's will; nothing is done until `tailscale up`.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscale down
advance 2min
----
02:15:00.005  healthy → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:00.005    to do: sudo tailscale up

tailscale up
until healthy within 30s
----
02:17:00.006  standby → settling: tailscale is wanted again
02:17:01.006  settling → probing: nothing moved for the quiet period
02:17:01.006    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:17:01.017  probing → probing: the targets answer; once more for the proof
02:17:02.028  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
