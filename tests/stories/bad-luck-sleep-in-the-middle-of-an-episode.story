# The machine sleeps while a remedy is waited for: the questions of before say nothing about the world it wakes up in.
steps ping up-reset restart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until backing-off within 30s
sleeps 1h
until healthy within 5min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`)
03:15:13.312  backing-off → settling: what it stands on changed; let it come to rest (the machine slept)
03:15:14.312  settling → probing: nothing moved for the quiet period
03:15:14.312    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:17.312  probing → probing: not yet the evidence that the next remedy needs; look again
03:15:20.312  probing → probing: not yet the evidence that the next remedy needs; look again
03:15:23.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:15:24.916    remembers: 0 restarts, 1 up-resets in the last hour
03:15:24.916    applies up-reset
03:15:24.916  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
03:15:25.216  (up-reset: done)
03:15:25.216  remedying → settling: the remedy is over; let its own churn come to rest
03:15:27.216  settling → probing: nothing moved for the quiet period
03:15:27.216    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:30.216  probing → probing: not yet the evidence that the next remedy needs; look again
03:15:33.216  probing → probing: not yet the evidence that the next remedy needs; look again
03:15:36.216  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:15:36.216    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (tried already)
03:15:45.314  backing-off → probing: what was seen has changed while we waited, or is old; look again
03:15:45.314    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:48.314  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
03:15:48.314    remembers: 1 restarts, 1 up-resets in the last hour
03:15:48.314    applies restart
03:15:48.314  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
03:15:48.914  (restart: done)
03:15:48.914  remedying → settling: the remedy is over; let its own churn come to rest
03:15:50.914  settling → probing: nothing moved for the quiet period
03:15:50.914    asks targets, status, prefs, unit, anchors, restun, 8 pings
03:15:53.914  probing → probing: the targets answer; once more for the proof
03:16:14.134  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
