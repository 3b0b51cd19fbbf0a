# The subnet router loses power while a stuck control connection is being mended.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control stuck 900s
until remedying within 2min
router off
advance 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:04.023    applies reconnect
02:15:04.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:04.028  (reconnect: done)
02:15:04.028  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.528  settling → probing: nothing moved for the quiet period
02:15:05.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.528  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:11.528  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:14.529  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms)
02:15:14.529    to do: nothing on this host helps. Look at site-router: is it up, and is its uplink?
02:15:14.529    applies rebind
02:15:14.529  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:14.589  (rebind: done)
02:15:14.589  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.089  settling → probing: nothing moved for the quiet period
02:15:18.089    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:21.089  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms)
02:15:21.089    not done: rebind (tried already)
02:15:34.089    now peer-unreachable, theirs: site-router is silent, nas answers in 11 ms; it looks like a zombie: online for control, 888 B sent to it and nothing heard for 27 s
02:15:34.089    to do: nothing on this host helps. Is site-router up at all, and is inbound UDP allowed there? Then restart its tailscaled

router on
until healthy within 30s
----
02:16:14.101  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
