# Tailnet lock keeps this host out: peers ignore it, and no remedy signs its key.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 lock shut
advance 1h
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.313  probing → standby: tailscale is not wanted, or waits for a person; hands off (needs-approval, administrator: tailnet lock keeps this host out until its key is signed)
02:15:04.313    to do: tailscale lock status, here, shows the key; then on a signing node: tailscale lock sign nodekey:…

lock signed
until healthy within 2min
----
03:15:04.314  standby → settling: tailscale is wanted again
03:15:05.314  settling → probing: nothing moved for the quiet period
03:15:05.314    asks targets, status, prefs, unit, anchors, connections, 8 pings
03:15:05.325  probing → probing: the targets answer; once more for the proof
03:15:06.336  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

