# Ten sites; at six the host is off for good, and then the router of the ninth loses power: it is found behind them.
targets site-1=10.77.1.10:502 site-2=10.77.2.10:502 site-3=10.77.3.10:502 site-4=10.77.4.10:502 site-5=10.77.5.10:502 site-6=10.77.6.10:502 site-7=10.77.7.10:502 site-8=10.77.8.10:502 site-9=10.77.9.10:502 site-10=10.77.10.10:502
routers apart
target site-1 silent
target site-2 silent
target site-3 silent
target site-4 silent
target site-5 silent
target site-6 silent
start
advance 1min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:04.001  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: site-1 is silent for 3.0 s while site-1-router answers; the host does not answer ICMP either)
02:14:04.001    to do: look at site-1 and the LAN behind site-1-router; does that router forward packets?

router-of site-9 off
advance 2min
----
02:15:22.001  probing → backing-off: a remedy is authorised; the mildest that is left comes first (peer-unreachable, theirs: site-9-router is silent, site-1-router answers in 11 ms)
02:15:22.001    to do: nothing on this host helps. Look at site-9-router: is it up, and is its uplink?
02:15:22.001    applies rebind
02:15:22.001  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:22.061  (rebind: done)
02:15:22.061  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.561  settling → probing: nothing moved for the quiet period
02:15:25.561    asks targets, status, prefs, unit, anchors, restun, 20 pings
02:15:30.561  probing → reported: nothing to mend from here now; say so and keep looking (peer-unreachable, theirs: site-9-router is silent, site-1-router answers in 11 ms)
02:15:30.561    not done: rebind (tried already)

