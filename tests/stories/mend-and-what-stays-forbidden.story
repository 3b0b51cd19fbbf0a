# What no order overrules: an administrator, a WAN that is dead, a control server that is not named; never two at once.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tailscale down
until standby within 30s
----
02:15:00.005  healthy → standby: tailscale is not wanted, or waits for a person; hands off (stopped-by-admin, administrator: tailscale is down on purpose (tailscale down))
02:15:00.005    to do: sudo tailscale up

at 02:15:30 mend restart despite verdict targets peers control
advance 5s
----
02:15:30.001    mend restart, asked for by root: no remedy was applied; stopped-by-admin, administrator: tailscale is down on purpose (tailscale down)

tailscale up
until healthy within 60s
----
02:15:35.006  standby → settling: tailscale is wanted again
02:15:36.006  settling → probing: nothing moved for the quiet period
02:15:36.006    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:36.017  probing → probing: the targets answer; once more for the proof
02:15:37.028  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:20:00 wan dead
until wan-down within 30s
----
02:20:08.050  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:20:08.050    asks status, prefs, unit, anchors, connections, 8 pings
02:20:11.050  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:20:11.050    to do: nothing on this host helps; look at the uplink and its provider

mend kick despite verdict
advance 6s
----
02:20:11.050  wan-down → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:20:11.050    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:20:14.050  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:20:14.050    mend kick, asked for by root: no remedy was applied; wan-down, WAN: no WAN anchor of 2 and no peer answers

wan alive
until healthy within 30s
----
02:20:20.072  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

# An order while a remedy is in flight waits for it; the newer one replaces what has not begun.
remedy kick dawdles 20s
at 02:30:00 tunnel stuck deep
until remedying within 30s
----
02:30:01.394  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:30:01.394    asks status, prefs, unit, anchors, connections, 8 pings
02:30:04.394  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:04.394    applies kick to all connections
02:30:04.394  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)

mend kick
advance 1s
mend rebind
until backing-off within 1min
until remedying within 1min
----
02:30:05.394    mend kick, asked for by root: no remedy was applied; replaced by a newer order
02:30:24.394  (kick: done)
02:30:24.394  remedying → settling: the remedy is over; let its own churn come to rest
02:30:24.894  settling → probing: nothing moved for the quiet period
02:30:24.894    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:30:27.894  probing → backing-off: a person asked for this remedy, and no gate holds it back (rebind; tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:27.894    applies rebind
02:30:27.894  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
