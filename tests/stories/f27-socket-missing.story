# F27: the socket is missing while the unit is active and data flows: said, and left alone.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 socket gone
bus lost
advance 10min
----
02:15:00.011  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, ours: tailscaled's socket /run/tailscale/tailscaled.sock does not exist)
02:15:00.011    to do: journalctl -u tailscaled.service -n 50, then: sudo systemctl restart tailscaled.service
02:15:00.011    not done: restart (the targets answer; a restart would interrupt what works)
