# tailscaled hangs while its tunnel still carries a refusal: a restart would interrupt what works.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi hangs
target plc refuses
advance 3min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: refused)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.023  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.023  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:10.023    to do: sudo systemctl restart tailscaled.service
02:15:10.023    not done: reconnect (LocalAPI does not answer), restart (an answer still comes through the tunnel; a restart would interrupt what works)

