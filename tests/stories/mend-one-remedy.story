# One remedy, now. Where it does not help the machine goes on by itself.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
at 02:15:01 mend rebind
until backing-off within 1min
until backing-off within 1min
----
02:15:01.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:15:01.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:04.000  probing → backing-off: a person asked for this remedy, and no gate holds it back (rebind; tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:04.000    applies rebind
02:15:04.000  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:04.060  (rebind: done)
02:15:04.060  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.560  settling → probing: nothing moved for the quiet period
02:15:07.560    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:10.560  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:10.560    mend rebind, asked for by root: rebind (done); not mended by that: tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers

tunnel heals
until healthy within 30s
----
02:15:10.560    applies kick to all connections
02:15:10.560  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:15:10.710  (kick: done)
02:15:10.710  remedying → settling: the remedy is over; let its own churn come to rest
02:15:11.210  settling → probing: nothing moved for the quiet period
02:15:11.210    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.210  probing → probing: the targets answer; once more for the proof
02:15:15.221  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:30:00 tunnel stuck 200s
at 02:30:01 mend kick
until healthy within 30s
----
02:30:01.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:30:01.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:30:04.000  probing → backing-off: a person asked for this remedy, and no gate holds it back (kick; tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:04.000    applies kick to all connections
02:30:04.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 3)
02:30:04.150  (kick: done)
02:30:04.150  remedying → settling: the remedy is over; let its own churn come to rest
02:30:04.650  settling → probing: nothing moved for the quiet period
02:30:04.650    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:30:07.650  probing → probing: the targets answer; once more for the proof
02:30:08.661  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:30:08.661    mend kick, asked for by root: kick (done); healthy: plc answers through the tailnet in 11 ms

# A restart that the verdict calls for needs three bad rounds, and no wait.
remedy kick does-nothing
at 02:50:00 tunnel stuck deep
at 02:50:01 mend restart
until healthy within 2min
----
02:50:01.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:50:01.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:50:04.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:50:07.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:50:10.000  probing → backing-off: a person asked for this remedy, and no gate holds it back (restart; tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:50:10.000    remembers: 1 restarts, 0 up-resets in the last hour
02:50:10.000    applies restart
02:50:10.000  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 4)
02:50:10.600  (restart: done)
02:50:10.600  remedying → settling: the remedy is over; let its own churn come to rest
02:50:12.600  settling → probing: nothing moved for the quiet period
02:50:12.600    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:50:15.600  probing → probing: the targets answer; once more for the proof
02:50:35.820  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:50:35.820    mend restart, asked for by root: restart (done); healthy: plc answers through the tailnet in 11 ms
