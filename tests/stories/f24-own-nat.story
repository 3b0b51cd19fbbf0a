# F24's neighbour: only this host's own NAT sends tailscaled's UDP to a dead place. conntrack brings the direct path back.
nat here
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 mapping stale
until backing-off within 2min
paths
until healthy within 30s
paths
advance 15min
----
02:16:05.045  probing → backing-off: a remedy is authorised; the mildest that is left comes first (relay-only, path: site-router is reached through DERP nyc only, for 61 s; it used to be direct)
02:16:05.045    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
02:16:05.045    (site-router: DERP nyc)
02:16:05.045    applies conntrack
02:16:05.045  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 1)
02:16:05.065  (conntrack: done)
02:16:05.065  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.065  settling → probing: nothing moved for the quiet period
02:16:07.065    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.065  probing → probing: the targets answer; once more for the proof
02:16:10.065    asks connections
02:16:11.076  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:11.076    (site-router: direct, 203.0.113.9:41641)
