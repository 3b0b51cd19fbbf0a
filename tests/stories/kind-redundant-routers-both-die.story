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
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms)
02:15:07.312    to do: nothing on this host helps. Look at site-router: is it up, and is its uplink?
02:15:07.312    applies rebind
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:07.372  (rebind: done)
02:15:07.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:10.872  settling → probing: nothing moved for the quiet period
02:15:10.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:13.872  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-router is silent, nas answers in 11 ms)
02:15:13.872    not done: rebind (tried already)
02:15:27.883  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:38.183  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:38.183    asks status, prefs, unit, anchors, connections, 8 pings
02:15:41.183  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: annex-router is silent, nas answers in 11 ms (it took plc over from site-router))
02:15:41.183    to do: nothing on this host helps. Look at annex-router: is it up, and is its uplink?
02:15:41.183    applies rebind
02:15:41.183  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:41.243  (rebind: done)
02:15:41.243  remedying → settling: the remedy is over; let its own churn come to rest
02:15:44.743  settling → probing: nothing moved for the quiet period
02:15:44.743    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:47.743  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: annex-router is silent, nas answers in 11 ms (it took plc over from site-router))
02:15:47.743    not done: rebind (tried already)

second-router on
until healthy within 30s
----
02:16:40.755  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
