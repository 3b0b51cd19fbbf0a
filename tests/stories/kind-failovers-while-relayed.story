# UDP is blocked for good. Hours after a restart, each move of the router in front is met by the kick.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 udp blocked
advance 5min
tunnel stuck deep
advance 180min
tunnel stuck 110s
control stuck 900s
advance 2min
tunnel stuck 110s
control stuck 900s
advance 2min
tunnel stuck 110s
control stuck 900s
advance 2min
----
02:16:05.045  probing → backing-off: a remedy is authorised; the mildest that is left comes first (relay-only, path: site-router is reached through DERP nyc only, for 61 s; it used to be direct)
02:16:05.045    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
02:16:05.045    applies conntrack
02:16:05.045  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 1)
02:16:05.065  (conntrack: unavailable)
02:16:05.065  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.065  settling → probing: nothing moved for the quiet period
02:16:07.065    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.065  probing → probing: the targets answer; once more for the proof
02:16:10.065    asks connections
02:16:11.076  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 67 s; it used to be direct)
02:16:11.076    not done: conntrack (unavailable on this host)
02:20:04.442  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:20:04.442    asks status, prefs, unit, anchors, connections, 8 pings
02:20:07.442  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:07.442    applies kick to all connections
02:20:07.442  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:20:07.592  (kick: done)
02:20:07.592  remedying → settling: the remedy is over; let its own churn come to rest
02:20:08.092  settling → probing: nothing moved for the quiet period
02:20:08.092    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:10.092  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:10.092    not done: kick (tried already)
02:20:10.092    applies rebind
02:20:10.092  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 3)
02:20:10.152  (rebind: done)
02:20:10.152  remedying → settling: the remedy is over; let its own churn come to rest
02:20:13.652  settling → probing: nothing moved for the quiet period
02:20:13.652    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:15.652  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:15.652    not done: kick (tried already), rebind (tried already)
02:20:15.652    applies reconnect
02:20:15.652  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:20:15.657  (reconnect: done)
02:20:15.657  remedying → settling: the remedy is over; let its own churn come to rest
02:20:17.157  settling → probing: nothing moved for the quiet period
02:20:17.157    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:20.157  probing → probing: not yet the evidence that the next remedy needs; look again
02:20:23.157  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:23.157    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:20:32.255  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:20:32.255    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:35.255  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:35.255    remembers: 0 restarts, 1 up-resets in the last hour
02:20:35.255    applies up-reset
02:20:35.255  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 5)
02:20:35.555  (up-reset: done)
02:20:35.555  remedying → settling: the remedy is over; let its own churn come to rest
02:20:37.555  settling → probing: nothing moved for the quiet period
02:20:37.555    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:40.555  probing → probing: not yet the evidence that the next remedy needs; look again
02:20:43.555  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:43.555    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:20:52.989  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:20:52.989    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:55.989  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:55.989    remembers: 1 restarts, 1 up-resets in the last hour
02:20:55.989    applies restart
02:20:55.989  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 6)
02:20:56.589  (restart: done)
02:20:56.589  remedying → settling: the remedy is over; let its own churn come to rest
02:20:58.589  settling → probing: nothing moved for the quiet period
02:20:58.589    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:01.589  probing → probing: the targets answer; once more for the proof
02:21:01.589    asks connections
02:21:21.809  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 6 min; it used to be direct)
02:21:21.809    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
02:21:21.809    not done: conntrack (unavailable on this host)
05:20:00.959  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
05:20:00.959    asks status, prefs, unit, anchors, connections, 8 pings
05:20:03.959  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
05:20:03.959    applies kick to all connections
05:20:03.959  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
05:20:04.109  (kick: done)
05:20:04.109  remedying → settling: the remedy is over; let its own churn come to rest
05:20:04.609  settling → probing: nothing moved for the quiet period
05:20:04.609    asks targets, status, prefs, unit, anchors, restun, 8 pings
05:20:07.609  probing → probing: the targets answer; once more for the proof
05:20:07.609    asks connections
05:20:08.620  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 3 h 5 min; it used to be direct)
05:20:08.620    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
05:20:08.620    not done: conntrack (unavailable on this host)
05:22:10.642  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
05:22:10.642    applies kick to all connections
05:22:10.642  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
05:22:10.792  (kick: done)
05:22:10.792  remedying → settling: the remedy is over; let its own churn come to rest
05:22:11.292  settling → probing: nothing moved for the quiet period
05:22:11.292    asks targets, status, prefs, unit, anchors, restun, 8 pings
05:22:14.292  probing → probing: the targets answer; once more for the proof
05:22:14.292    asks connections
05:22:15.303  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 3 h 7 min; it used to be direct)
05:22:15.303    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
05:22:15.303    not done: conntrack (unavailable on this host)
05:24:06.326  reported → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
05:24:06.326    asks status, prefs, unit, anchors, connections, 8 pings
05:24:07.326  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
05:24:07.326    applies kick to all connections
05:24:07.326  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 9)
05:24:07.476  (kick: done)
05:24:07.476  remedying → settling: the remedy is over; let its own churn come to rest
05:24:07.976  settling → probing: nothing moved for the quiet period
05:24:07.976    asks targets, status, prefs, unit, anchors, restun, 8 pings
05:24:10.976  probing → probing: the targets answer; once more for the proof
05:24:10.976    asks connections
05:24:11.987  probing → reported: nothing to mend from here now; say so and keep looking (relay-only, path: site-router is reached through DERP nyc only, for 3 h 9 min; it used to be direct)
05:24:11.987    to do: is outgoing UDP allowed on this uplink? tailscale netcheck tells
05:24:11.987    not done: conntrack (unavailable on this host)

