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
02:15:04.023  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:05.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:05.023    applies reconnect
02:15:05.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:05.028  (reconnect: done)
02:15:05.028  remedying → settling: the remedy is over; let its own churn come to rest
02:15:06.528  settling → probing: nothing moved for the quiet period
02:15:06.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:09.528  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:12.528  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:12.528    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:12.528    applies reconnect
02:15:12.528  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:15:12.533  (reconnect: done)
02:15:12.533  remedying → settling: the remedy is over; let its own churn come to rest
02:15:14.033  settling → probing: nothing moved for the quiet period
02:15:14.033    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:17.033  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:20.034  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:20.034    applies reconnect
02:15:20.034  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:20.039  (reconnect: done)
02:15:20.039  remedying → settling: the remedy is over; let its own churn come to rest
02:15:21.539  settling → probing: nothing moved for the quiet period
02:15:21.539    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:24.539  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:27.539  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-not-installed, ours: site-router carries the route, but the kernel would send plc through wan0 (table 254))
02:15:27.539    applies reconnect
02:15:27.539  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 4)
02:15:27.544  (reconnect: done)
02:15:27.544  remedying → settling: the remedy is over; let its own churn come to rest
02:15:29.044  settling → probing: nothing moved for the quiet period
02:15:29.044    asks targets, status, prefs, unit, anchors, restun, 8 pings
