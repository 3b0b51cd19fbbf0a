# F26: killed while hands are off; the next start keeps them off.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscale down
until standby within 30s
killed
advance 30s
----
02:15:00.005  healthy → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:00.005    to do: sudo tailscale up
02:15:00.006  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:00.006    asks targets, status, prefs, unit, anchors, restun
02:15:00.007  probing → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:00.007    asks 8 pings

tailscale up
until healthy within 30s
----
02:15:30.008  standby → settling: tailscale is wanted again
02:15:31.008  settling → probing: nothing moved for the quiet period
02:15:31.008    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:34.008  probing → probing: the targets answer; once more for the proof
02:15:35.019  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
