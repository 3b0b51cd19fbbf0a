# F04: the link goes down on an uplink without IPv6, first with no other way out, then with a backup.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 network none hints link-down
advance 20s
----
02:14:30.000  healthy → wan-down: no way out; nothing here can mend that (wan-down, WAN: this host has no way out: no default route with carrier)
02:14:30.000    to do: ip route; ip -6 route; look at the uplink

network wan1 via 198.51.100.1 hints link-up,route
control stuck 958s
until healthy within 60s
----
02:14:50.000  wan-down → settling: what it stands on changed; let it come to rest (none → wan1 via 198.51.100.1)
02:14:51.000  settling → probing: nothing moved for the quiet period
02:14:51.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:54.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:14:55.000    applies reconnect
02:14:55.000  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:14:55.005  (reconnect: done)
02:14:55.005  remedying → settling: the remedy is over; let its own churn come to rest
02:14:56.505  settling → probing: nothing moved for the quiet period
02:14:56.505    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:59.505  probing → probing: the targets answer; once more for the proof
02:15:00.516  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
