# F27: the same, and the target's service is gone: nobody can tell whose fault it is, and a restart would help neither.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi forbidden
at 02:15:05 target plc refuses
advance 2min
----
02:15:14.023  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:14.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:14.034  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: LocalAPI gives nothing that can be used (forbidden))
02:15:14.034    to do: is /run/tailscale/tailscaled.sock tailscaled's own socket, and does tailmend run as root?

target plc answers
until healthy within 30s
----
02:17:15.177  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms; LocalAPI gives nothing that can be used (forbidden))
