# This host has no descriptor left for a probe: that is not the target's fault.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 target plc untried
advance 2min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: failed)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (target-down, ours: plc could not be tried on this host (Too many open files))
02:15:04.034    to do: is this host short of memory, or of open files? free; cat /proc/sys/fs/file-nr

target plc answers
until healthy within 30s
----
02:17:05.177  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

