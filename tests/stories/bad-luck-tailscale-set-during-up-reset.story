# An administrator says `tailscale set` in the middle of up-reset: it stays, and nothing is concluded from it.
steps ping up-reset restart
remedy up-reset dawdles 10s
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 60s
until remedying within 1min
advance 1s
route ignored
bus prefs
advance 30s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`)
02:15:20.266  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:20.266    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:23.266  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:23.266    remembers: 0 restarts, 1 up-resets in the last hour
02:15:23.266    applies up-reset
02:15:23.266  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
02:15:33.266  (up-reset: done)
02:15:33.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:35.266  settling → probing: nothing moved for the quiet period
02:15:35.266    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:38.267  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:41.267  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:44.267  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:44.267    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (tried already)
02:15:45.868    remembers: 1 restarts, 1 up-resets in the last hour
02:15:45.868    applies restart
02:15:45.868  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:46.468  (restart: done)
02:15:46.468  remedying → settling: the remedy is over; let its own churn come to rest
02:15:48.468  settling → probing: nothing moved for the quiet period
02:15:48.468    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:51.468  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 2.4 s ago and is still finding its way)

route accepted
bus prefs
until healthy within 3min
----
02:16:21.688  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
