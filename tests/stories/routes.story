# Routes ignored by this host, carried by nobody, and flushed from the kernel.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 route ignored
advance 20s
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:04.023    asks status, prefs, unit, anchors, connections, 7 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (route-not-accepted, configuration: this host ignores subnet routes; site-router carries 10.77.0.0/24)

route accepted
until healthy within 30s
----
02:15:25.067  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

route withdrawn
advance 20s
----
02:15:35.078  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:35.078    asks status, prefs, unit, anchors, connections, 7 pings
02:15:35.089  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, theirs: no peer carries 10.77.0.10 of plc: its route is not advertised, or not approved)

route advertised
until healthy within 30s
----
02:15:46.111  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

route flushed
advance 1min
----
02:15:56.122  healthy → probing: something is not as it was; gather all evidence (plc: wrong egress)
02:15:56.122    asks status, prefs, unit, anchors, connections, 7 pings
02:15:56.133  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:56.133    applies reconnect
02:15:56.133  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:56.138  (reconnect: done)
02:15:56.138  remedying → settling: the remedy ran; let its own churn come to rest
02:15:57.638  settling → probing: nothing moved for the quiet period
02:15:57.638    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:00.638  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:00.638    applies reconnect
02:16:00.638  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:16:00.643  (reconnect: done)
02:16:00.643  remedying → settling: the remedy ran; let its own churn come to rest
02:16:02.143  settling → probing: nothing moved for the quiet period
02:16:02.143    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:05.143  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:05.143    applies reconnect
02:16:05.143  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:16:05.148  (reconnect: done)
02:16:05.148  remedying → settling: the remedy ran; let its own churn come to rest
02:16:06.648  settling → probing: nothing moved for the quiet period
02:16:06.648    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:09.648  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:09.648    applies reconnect
02:16:09.648  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:16:09.653  (reconnect: done)
02:16:09.653  remedying → settling: the remedy ran; let its own churn come to rest
02:16:11.153  settling → probing: nothing moved for the quiet period
02:16:11.153    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:14.154  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:27.154    applies reconnect
02:16:27.154  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 5)
02:16:27.159  (reconnect: done)
02:16:27.159  remedying → settling: the remedy ran; let its own churn come to rest
02:16:28.659  settling → probing: nothing moved for the quiet period
02:16:28.659    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:31.659  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
