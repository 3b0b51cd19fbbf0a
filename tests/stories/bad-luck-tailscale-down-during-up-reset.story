# An administrator says `tailscale down` in the middle of up-reset: hands off at once, and for as long as it is meant.
steps ping up-reset restart
remedy up-reset dawdles 10s
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 1min
advance 1s
tailscale down
advance 10min
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
02:15:24.271  remedying → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:24.271    to do: sudo tailscale up
02:15:33.266  (up-reset: done)

tailscale up
until remedying within 3min
----
02:25:24.272  standby → settling: tailscale is wanted again
02:25:25.272  settling → probing: nothing moved for the quiet period
02:25:25.272    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:25:28.272  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:31.272  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:34.272  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:25:34.272    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (tried already)
02:25:35.873    remembers: 1 restarts, 1 up-resets in the last hour
02:25:35.873    applies restart
02:25:35.873  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
