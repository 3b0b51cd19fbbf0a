# The administrator says `tailscale down` while a remedy runs, and `up` before it has ended: hands off, and not two at once.
remedy kick dawdles
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 60s
advance 2s
tailscale down
advance 2s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:09.317  remedying → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:09.317    to do: sudo tailscale up

tailscale up
advance 30s
----
02:15:11.318  standby → settling: tailscale is wanted again
02:15:12.318  settling → probing: nothing moved for the quiet period
02:15:12.318    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:13.318  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.318    not done: kick (tried already)
02:15:27.312  (kick: done)
02:15:27.312    applies rebind
02:15:27.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:27.372  (rebind: done)
02:15:27.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:30.872  settling → probing: nothing moved for the quiet period
02:15:30.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:32.872  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:32.872    not done: kick (tried already), rebind (tried already)
02:15:32.872    applies reconnect
02:15:32.872  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:32.877  (reconnect: done)
02:15:32.877  remedying → settling: the remedy is over; let its own churn come to rest
02:15:34.377  settling → probing: nothing moved for the quiet period
02:15:34.377    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.377  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:37.377    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:37.377    applies conntrack
02:15:37.377  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:37.397  (conntrack: unavailable)
02:15:37.397  remedying → settling: the remedy is over; let its own churn come to rest
02:15:39.397  settling → probing: nothing moved for the quiet period
02:15:39.397    asks targets, status, prefs, unit, anchors, restun, 8 pings
