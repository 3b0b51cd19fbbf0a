# A target is down all the time. Somebody is logged in when the tunnel breaks; an hour later it breaks again, and the new
# session is given as much time.
steps ping restart
targets plc=10.77.0.10:502 hmi=10.77.0.11:443
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc and hmi answer through the tailnet in at most 11 ms)

at 02:15:00 target hmi silent
advance 1min
tunnel stuck deep
ssh session
advance 1min
ssh over
advance 60min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from hmi yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 9 pings
02:15:07.312  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: hmi is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:15:07.312    to do: look at hmi and the LAN behind site-router; does that router forward packets?
02:16:12.312  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:16:12.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (an ssh session over the tailnet is in use; it is given ten minutes)
02:17:04.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:17:04.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`)
02:17:11.266  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:17:11.266    asks targets, status, prefs, unit, anchors, connections, 9 pings
02:17:14.266  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
02:17:14.266    remembers: 1 restarts, 0 up-resets in the last hour
02:17:14.266    applies restart
02:17:14.266  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:17:14.866  (restart: done)
02:17:14.866  remedying → settling: the remedy is over; let its own churn come to rest
02:17:16.866  settling → probing: nothing moved for the quiet period
02:17:16.866    asks targets, status, prefs, unit, anchors, restun, 9 pings
02:17:19.867  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 2.4 s ago and is still finding its way)
02:17:49.868  probing → reported: nothing to mend from here now; say so and keep looking (target-down, theirs: hmi is silent for 3.0 s while site-router answers; the host does not answer ICMP either)
02:17:49.868    to do: look at hmi and the LAN behind site-router; does that router forward packets?

tunnel stuck deep
ssh session
advance 3min
----
03:17:11.923  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, hmi and 2 more are silent while the WAN answers)
03:17:11.923    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (an ssh session over the tailnet is in use; it is given ten minutes)

