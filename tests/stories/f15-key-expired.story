# F15: the node key expired, and a short status is the first to tell. Not the same as logged out.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 key expired
advance 1h
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.013  probing → standby: tailscale is not wanted, or waits for a person; hands off (key-expired, administrator: the node key of this host has expired)
02:15:04.013    to do: extend its key, or switch key expiry off for it, in the tailnet's admin console; or here: sudo tailscale up --force-reauth, which keeps the settings or names their flags

tailscale login
bus state
until healthy within 60s
----
03:15:00.001  standby → settling: tailscale is wanted again
03:15:01.001  settling → probing: nothing moved for the quiet period
03:15:01.001    asks targets, status, prefs, unit, anchors, connections, 8 pings
03:15:01.012  probing → probing: the targets answer; once more for the proof
03:15:02.023  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
