# Observe mode decides and says, and never acts.
mode observe
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 110s
control stuck 200s
advance 60s
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.012    not done: kick (mode is observe)

until healthy within 5min
----
02:16:51.012  probing → reported: nothing to mend from here now; say so and keep looking (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:16:51.012    not done: reconnect (mode is observe)
02:18:52.045  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
