# Ten sites with a router each; the ninth loses power. It is named, it is theirs, and the tunnel of the others stays up.
targets site-1=10.77.1.10:502 site-2=10.77.2.10:502 site-3=10.77.3.10:502 site-4=10.77.4.10:502 site-5=10.77.5.10:502 site-6=10.77.6.10:502 site-7=10.77.7.10:502 site-8=10.77.8.10:502 site-9=10.77.9.10:502 site-10=10.77.10.10:502
routers apart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: site-1, site-2 and 8 more answer through the tailnet in at most 11 ms)

at 02:15:00 router-of site-9 off
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from site-9 yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 20 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:16.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-9-router is silent, site-1-router answers in 11 ms)
02:15:16.312    to do: nothing on this host helps. Look at site-9-router: is it up, and is its uplink?
02:15:16.312    applies rebind
02:15:16.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:16.372  (rebind: done)
02:15:16.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:19.872  settling → probing: nothing moved for the quiet period
02:15:19.872    asks targets, status, prefs, unit, anchors, restun, 20 pings
02:15:22.872  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-9-router is silent, site-1-router answers in 11 ms)
02:15:22.872    not done: rebind (tried already)

router-of site-9 on
until healthy within 30s
----
02:18:12.886  probing → healthy: the targets answer through the tailnet (healthy: site-1, site-2 and 8 more answer through the tailnet in at most 11 ms)

