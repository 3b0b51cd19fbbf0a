# An administrator switches to a profile that nobody is logged in to, in the middle of up-reset.
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
tailscale logout
bus prefs
bus state
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
02:15:33.266  (up-reset: done)
02:15:33.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:35.266  settling → probing: nothing moved for the quiet period
02:15:35.266    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:35.267  probing → standby: tailscale is not wanted, or waits for a person; hands off (needs-login, administrator: tailscale is logged out)
02:15:35.267    to do: sudo tailscale up, with the flags that this host was set up with; it names those that are missing

tunnel heals
tailscale login
bus state
until healthy within 1min
----
02:25:24.267  standby → settling: tailscale is wanted again
02:25:25.267  settling → probing: nothing moved for the quiet period
02:25:25.267    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:25:28.268  probing → probing: the targets answer; once more for the proof
02:25:29.279  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
