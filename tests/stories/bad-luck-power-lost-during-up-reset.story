# Power is lost between the snapshot of preferences and the comparison. The attempt was spent; what the next start finds
# in the snapshot is not this story's: it only looks, and goes on.
steps ping up-reset restart
remedy up-reset never-answers
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 1min
advance 100ms
killed
until remedying within 2min
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
02:15:23.367  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:15:23.367    asks targets, status, prefs, unit, anchors, restun
02:15:26.368  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:29.369  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:32.369  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:39.324  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:39.324    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:42.324  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:42.324    remembers: 0 restarts, 2 up-resets in the last hour
02:15:42.324    applies up-reset
02:15:42.324  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
