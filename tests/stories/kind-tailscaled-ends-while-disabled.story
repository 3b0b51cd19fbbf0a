# A unit that was disabled and ends by itself stays ended.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscaled ends
systemctl disable
advance 10min
----
02:15:00.006  probing → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscaled.service is stopped (disabled))
02:15:00.006    to do: sudo systemctl enable --now tailscaled.service
