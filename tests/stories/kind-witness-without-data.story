# The router is off, and the witness answers discovery only: nobody is named as one who bears it out.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 session stuck 20min
router off
remedy rebind does-nothing
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:16.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable: site-router is silent; with no witness whose data gets through in the tailnet, this host's fault and its own cannot be told apart)
02:15:16.312    to do: is site-router up, and is its uplink? Where others reach it, it is this host: sudo systemctl restart tailscaled.service
02:15:16.312    applies rebind
02:15:16.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:16.372  (rebind: done)
02:15:16.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:19.872  settling → probing: nothing moved for the quiet period
02:15:19.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.872  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-router is silent and no witness tells it from a fault of this host; it looks like a zombie: online for control, 444 B sent to it and nothing heard for 16 s)
02:15:22.872    to do: is site-router up at all, and is inbound UDP allowed there? Then restart its tailscaled
02:15:22.872    not done: rebind (tried already)

