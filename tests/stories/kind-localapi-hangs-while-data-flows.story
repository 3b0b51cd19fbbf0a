# tailscaled takes questions and answers none, and data flows on: found by the question of each minute, not after ten. Never a restart.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi hangs
advance 3min
----
02:15:10.012  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:10.012    to do: sudo systemctl restart tailscaled.service, when an interruption suits you
02:15:10.012    not done: reconnect (LocalAPI does not answer), restart (the targets answer; a restart would interrupt what works)

localapi answers
until healthy within 1min
----
02:18:10.034  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

