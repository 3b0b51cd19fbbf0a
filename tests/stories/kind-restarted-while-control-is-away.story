# Somebody restarts tailscaled while control is away, and it does not get beyond NoState: no restart of ours, and none when
# control answers again after ten minutes either.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
systemctl restart
advance 10min
----
02:15:03.210  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 11 ms ago and is still finding its way)

control back
until healthy within 1min
----
02:25:21.442  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
