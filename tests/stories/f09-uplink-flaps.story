# F09: the uplink loses its carrier and finds it again every two seconds; a backup takes over by metric each time. Three
# changes in, three seconds of quiet are waited for, and nothing is looked at between two flaps.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 network wan1 via 198.51.100.1 hints carrier-lost
control stuck 900s
at 02:15:02 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:04 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:06 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:08 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:10 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:12 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:14 network wan0 via 192.0.2.1 hints route,carrier-back
at 02:15:16 network wan1 via 198.51.100.1 hints carrier-lost
at 02:15:18 network wan0 via 192.0.2.1 hints route,carrier-back
until healthy within 30s
----
02:15:00.000  healthy → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:01.000  settling → probing: nothing moved for the quiet period
02:15:01.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:02.000  probing → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:03.000  settling → probing: nothing moved for the quiet period
02:15:03.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:04.000  probing → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:06.000  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:08.000  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:10.000  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:12.000  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:14.000  settling → probing: nothing moved for the quiet period
02:15:14.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:14.000  probing → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:16.000  settling → settling: what it stands on changed; let it come to rest (wan0 → wan1)
02:15:18.000  settling → settling: what it stands on changed; let it come to rest (wan1 → wan0)
02:15:21.000  settling → probing: nothing moved for the quiet period
02:15:21.000    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:24.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:24.000    applies reconnect
02:15:24.000  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:24.005  (reconnect: done)
02:15:24.005  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.505  settling → probing: nothing moved for the quiet period
02:15:25.505    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:28.505  probing → probing: the targets answer; once more for the proof
02:15:29.516  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
