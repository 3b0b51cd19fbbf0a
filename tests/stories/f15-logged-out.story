# F15: somebody logged this host out. Nothing is done, for an hour.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscale logout
bus state
advance 1h
----
02:15:00.001  probing → standby: tailscale is not wanted, or waits for a person; hands off (needs-login, administrator: tailscale is logged out)
02:15:00.001    to do: sudo tailscale up, with the flags that this host was set up with; it names those that are missing

tailscale login
bus state
until healthy within 60s
----
03:15:00.001  standby → settling: tailscale is wanted again
03:15:01.001  settling → probing: nothing moved for the quiet period
03:15:01.001    asks targets, status, prefs, unit, anchors, connections, 8 pings
03:15:01.012  probing → probing: the targets answer; once more for the proof
03:15:02.023  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
