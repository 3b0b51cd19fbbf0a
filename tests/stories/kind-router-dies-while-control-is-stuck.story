# The primary router dies while nothing is heard from control: without control this host would never learn of the other one.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 router off
control stuck 962s
advance 5min
route moves
advance 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.012  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:16.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms)
02:15:16.012    to do: nothing on this host helps. Look at site-router: is it up, and is its uplink?
02:15:16.012    applies rebind
02:15:16.012  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:16.072  (rebind: done)
02:15:16.072  remedying → settling: the remedy is over; let its own churn come to rest
02:15:19.572  settling → probing: nothing moved for the quiet period
02:15:19.572    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.572  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms; it looks like a zombie: online for control, 444 B sent to it and nothing heard for 16 s)
02:15:22.572    to do: nothing on this host helps. Is site-router up at all, and is inbound UDP allowed there? Then restart its tailscaled
02:15:22.572    not done: rebind (tried already)
02:15:22.572    applies reconnect
02:15:22.572  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:15:22.577  (reconnect: done)
02:15:22.577  remedying → settling: the remedy is over; let its own churn come to rest
02:15:24.077  settling → probing: nothing moved for the quiet period
02:15:24.077    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:27.077  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms; it looks like a zombie: online for control, 592 B sent to it and nothing heard for 20 s)
02:20:04.082  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

