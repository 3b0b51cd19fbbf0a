# The same, and then the second dies too: the sentence says who had taken over.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 router off
advance 15s
route moves
until healthy within 1min
second-router off
advance 1min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:16.312  probing → probing: the targets answer; once more for the proof
02:15:17.323  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:27.623  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:27.623    asks status, prefs, unit, anchors, connections, 8 pings
02:15:30.623  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:33.623  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:36.623  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:39.623  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: annex-router is silent, nas answers in 11 ms (it took plc over from site-router))
02:15:39.623    to do: nothing on this host helps. Look at annex-router: is it up, and is its uplink?
02:15:39.623    applies rebind
02:15:39.623  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:39.683  (rebind: done)
02:15:39.683  remedying → settling: the remedy is over; let its own churn come to rest
02:15:43.183  settling → probing: nothing moved for the quiet period
02:15:43.183    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:46.183  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: annex-router is silent, nas answers in 11 ms (it took plc over from site-router))
02:15:46.183    not done: rebind (tried already)

second-router on
until healthy within 30s
----
02:16:26.195  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
