# Ten sites with a router each and no other peer; the first five lose power at once. That is no broken tunnel: the others answer.
targets site-1=10.77.1.10:502 site-2=10.77.2.10:502 site-3=10.77.3.10:502 site-4=10.77.4.10:502 site-5=10.77.5.10:502 site-6=10.77.6.10:502 site-7=10.77.7.10:502 site-8=10.77.8.10:502 site-9=10.77.9.10:502 site-10=10.77.10.10:502
routers apart
witnesses 0
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: site-1, site-2 and 8 more answer through the tailnet in at most 11 ms)

at 02:15:00 router-of site-1 off
router-of site-2 off
router-of site-3 off
router-of site-4 off
router-of site-5 off
advance 15min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from site-1 yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 24 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:11.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:15.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-1-router is silent, site-6-router answers in 11 ms)
02:15:15.312    to do: nothing on this host helps. Look at site-1-router: is it up, and is its uplink?
02:15:15.312    applies rebind
02:15:15.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:15.372  (rebind: done)
02:15:15.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.872  settling → probing: nothing moved for the quiet period
02:15:18.872    asks targets, status, prefs, unit, anchors, restun, 16 pings
02:15:23.872  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-1-router is silent, site-6-router answers in 11 ms)
02:15:23.872    not done: rebind (tried already)

