# DERP and UDP blocked together, control let through: nobody can be reached, and no restart of tailscaled would change that.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 udp blocked
derp away
advance 5min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:07.312    to do: is outgoing UDP, or TCP 443 to DERP, let through on this uplink? tailscale netcheck tells
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:09.962    not done: kick (tried already)
02:15:09.962    applies rebind
02:15:09.962  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:10.022  (rebind: done)
02:15:10.022  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.522  settling → probing: nothing moved for the quiet period
02:15:13.522    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.522  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:15.522    not done: kick (tried already), rebind (tried already)
02:15:15.522    applies reconnect
02:15:15.522  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:15.527  (reconnect: done)
02:15:15.527  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.027  settling → probing: nothing moved for the quiet period
02:15:17.027    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.027  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:20.027    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:20.027    applies conntrack
02:15:20.027  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:20.047  (conntrack: unavailable)
02:15:20.047  remedying → settling: the remedy is over; let its own churn come to rest
02:15:22.047  settling → probing: nothing moved for the quiet period
02:15:22.047    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:25.047  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:25.047    not done: up-reset (no DERP server can be reached, past tailscaled too; a restart would not change that), restart (no DERP server can be reached, past tailscaled too; a restart would not change that)
02:15:25.131    applies kick to all connections
02:15:25.131  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:25.281  (kick: done)
02:15:25.281  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.781  settling → probing: nothing moved for the quiet period
02:15:25.781    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:27.781  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:27.781    not done: kick (tried already)
02:15:35.573  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:35.573    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.573  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:37.573    applies rebind
02:15:37.573  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:37.633  (rebind: done)
02:15:37.633  remedying → settling: the remedy is over; let its own churn come to rest
02:15:41.133  settling → probing: nothing moved for the quiet period
02:15:41.133    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:43.133  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:15:43.133    not done: kick (tried already), rebind (tried already)
02:16:04.808  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:04.808    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:06.808  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:16:06.808    applies reconnect
02:16:06.808  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:06.813  (reconnect: done)
02:16:06.813  remedying → settling: the remedy is over; let its own churn come to rest
02:16:08.313  settling → probing: nothing moved for the quiet period
02:16:08.313    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:11.313  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:16:11.313    not done: up-reset (no DERP server can be reached, past tailscaled too; a restart would not change that), restart (no DERP server can be reached, past tailscaled too; a restart would not change that)
02:16:57.607  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:57.607    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:00.607  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:17:00.607    applies kick to all connections
02:17:00.607  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:17:00.757  (kick: done)
02:17:00.757  remedying → settling: the remedy is over; let its own churn come to rest
02:17:01.257  settling → probing: nothing moved for the quiet period
02:17:01.257    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:03.257  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:17:03.257    not done: kick (tried already)
02:18:28.820    applies rebind
02:18:28.820  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 9)
02:18:28.880  (rebind: done)
02:18:28.880  remedying → settling: the remedy is over; let its own churn come to rest
02:18:32.380  settling → probing: nothing moved for the quiet period
02:18:32.380    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:34.380  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, path: plc, site-router and 2 witnesses are silent while the WAN answers, and DERP nyc does not)
02:18:34.380    not done: kick (tried already), rebind (tried already)

derp back
until healthy within 3min
----
02:20:12.391  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
