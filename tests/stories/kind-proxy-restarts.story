# Userspace networking: tailscaled is restarted, and its SOCKS5 listener is back two seconds later.
via-proxy plc
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:03 systemctl restart
proxy gone
at 02:15:05 proxy works
advance 1min
----
02:15:03.012  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: systemd is busy with tailscaled.service (activating))
02:15:06.210  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 11 ms ago and is still finding its way)
02:15:28.442  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
