# F24: UDP is blocked everywhere; it goes through DERP after some seconds. A warning, and no remedy but what this host's NAT allows.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 udp blocked
tunnel stuck 5s
advance 15min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.022  probing → probing: the targets answer; once more for the proof
02:15:06.033  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:07.066  probing → backing-off: a remedy is authorised; the mildest that is left comes first (relay-only, path: site-router is reached through DERP nyc only, for 61 s; it used to be direct)
02:17:07.066    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
02:17:07.066    applies conntrack
02:17:07.066  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 1)
02:17:07.086  (conntrack: unavailable)
02:17:07.086  remedying → settling: the remedy is over; let its own churn come to rest
02:17:09.086  settling → probing: nothing moved for the quiet period
02:17:09.086    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:12.086  probing → probing: the targets answer; once more for the proof
02:17:12.086    asks connections
02:17:13.097  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 67 s; it used to be direct)
02:17:13.097    not done: conntrack (unavailable on this host)

udp back
until healthy within 2min
----
02:30:26.383  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
