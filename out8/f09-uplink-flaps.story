# F09: the uplink loses its carrier and finds it again every two seconds for two minutes, with a backup by metric.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

tunnel stuck 30s
at 02:15:00 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:02.2 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:04.4 network wan1 via 198.51.100.1 hints carrier-lost
tunnel stuck 30s
at 02:15:06.6 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:08.8 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:11 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:13.2 network wan1 via 198.51.100.1 hints carrier-lost
until healthy within 30s
----
02:14:14.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:14.312    asks status, prefs, unit, anchors, connections, 8 pings
02:14:17.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:14:17.312    applies kick to all connections
02:14:17.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:14:17.462  (kick: done)
02:14:17.462  remedying → settling: the remedy is over; let its own churn come to rest
02:14:17.962  settling → probing: nothing moved for the quiet period
02:14:17.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:20.962  probing → probing: the targets answer; once more for the proof
02:14:21.973  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:02.200  probing → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:03.200  settling → probing: nothing moved for the quiet period
02:15:03.200    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.400  probing → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:06.600  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:08.800  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:11.000  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:13.200  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:14.400  settling → probing: nothing moved for the quiet period
02:15:14.400    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:17.400  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:17.400    applies kick to all connections
02:15:17.400  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:15:17.550  (kick: done)
02:15:17.550  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.050  settling → probing: nothing moved for the quiet period
02:15:18.050    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:21.050  probing → probing: the targets answer; once more for the proof
02:15:22.061  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
