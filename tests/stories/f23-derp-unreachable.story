# F23: DERP is unreachable, the direct path is fine: nothing is done, for a quarter of an hour, and nothing when it returns.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 derp away
advance 15min
derp back
advance 5min
----
(nothing)
