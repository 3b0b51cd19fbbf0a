# Booted while names do not resolve, that of the target neither.
targets plc=plc.example:502
target plc unnamed
start
advance 2min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → reported: nothing to mend from here now; say so and keep looking (target-down, local DNS: plc has a name that does not resolve)
02:14:03.001    to do: getent hosts plc.example; look at this host's resolver, or set an address in place of the name

target plc answers
until healthy within 30s
----
02:16:14.014  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

