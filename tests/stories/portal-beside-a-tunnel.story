# A portal lets tailscaled's UDP through and answers every TCP connection: a bare connection to control proves nothing,
# and there is no restart on the strength of it.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
portal on
wan alive
route flushed
advance 30s
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.023  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:04.023    applies reconnect
02:15:04.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:04.028  (reconnect: done)
02:15:04.028  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.528  settling → probing: nothing moved for the quiet period
02:15:05.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.528  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:08.528    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:08.528    applies reconnect
02:15:08.528  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:15:08.533  (reconnect: done)
02:15:08.533  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.033  settling → probing: nothing moved for the quiet period
02:15:10.033    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:13.033  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:13.033    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:13.033    applies reconnect
02:15:13.033  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:13.038  (reconnect: done)
02:15:13.038  remedying → settling: the remedy ran; let its own churn come to rest
02:15:14.538  settling → probing: nothing moved for the quiet period
02:15:14.538    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:17.539  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:17.539    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:17.539    applies reconnect
02:15:17.539  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:15:17.544  (reconnect: done)
02:15:17.544  remedying → settling: the remedy ran; let its own churn come to rest
02:15:19.044  settling → probing: nothing moved for the quiet period
02:15:19.044    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.044  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:22.044    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:35.044    applies reconnect
02:15:35.044  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 5)
02:15:35.049  (reconnect: done)
02:15:35.049  remedying → settling: the remedy ran; let its own churn come to rest
02:15:36.549  settling → probing: nothing moved for the quiet period
02:15:36.549    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.549  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:39.549    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:16:05.550    applies reconnect
02:16:05.550  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 6)
02:16:05.555  (reconnect: done)
02:16:05.555  remedying → settling: the remedy ran; let its own churn come to rest
02:16:07.055  settling → probing: nothing moved for the quiet period
02:16:07.055    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.055  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:10.055    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:16:51.418    applies reconnect
02:16:51.418  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:51.423  (reconnect: done)
02:16:51.423  remedying → settling: the remedy ran; let its own churn come to rest
02:16:52.923  settling → probing: nothing moved for the quiet period
02:16:52.923    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:55.923  probing → backing-off: the fault is on this host, and a remedy is authorised (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:16:55.923    not done: up-reset (the control server does not answer), restart (the control server does not answer)
