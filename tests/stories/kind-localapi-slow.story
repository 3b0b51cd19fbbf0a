# A host under load: LocalAPI takes two seconds, and data flows all the time. Then four, which is no answer in time.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi slow 2s
advance 2min
----
(nothing)

localapi slow 4s
asked
advance 2min
----
02:17:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked)
02:17:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:17:03.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:17:06.000  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:17:06.000    to do: sudo systemctl restart tailscaled.service, when an interruption suits you
02:17:06.000    not done: reconnect (LocalAPI does not answer), restart (the targets answer; a restart would interrupt what works)

localapi slow 0s
until healthy within 1min
----
02:19:04.011  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
