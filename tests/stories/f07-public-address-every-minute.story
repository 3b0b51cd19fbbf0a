# F07: the public address changes every minute for five minutes: one kick each time, nothing harder, and a minute is far
# enough from the attempt before.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 110s
control stuck 962s
at 02:16:00 tunnel stuck 110s
control stuck 962s
at 02:17:00 tunnel stuck 110s
control stuck 962s
at 02:18:00 tunnel stuck 110s
control stuck 962s
at 02:19:00 tunnel stuck 110s
control stuck 962s
advance 1min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.012    applies kick to all connections
02:15:05.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.162  (kick: done)
02:15:05.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.662  settling → probing: nothing moved for the quiet period
02:15:05.662    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.662  probing → probing: the targets answer; once more for the proof
02:15:09.673  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:10.673  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:10.673    applies kick to all connections
02:16:10.673  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:16:10.823  (kick: done)
02:16:10.823  remedying → settling: the remedy is over; let its own churn come to rest
02:16:11.323  settling → probing: nothing moved for the quiet period
02:16:11.323    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:14.323  probing → probing: the targets answer; once more for the proof
02:16:15.334  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:05.335  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:17:05.335    asks status, prefs, unit, anchors, connections, 8 pings
02:17:06.335  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:06.335    applies kick to all connections
02:17:06.335  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 3)
02:17:06.485  (kick: done)
02:17:06.485  remedying → settling: the remedy is over; let its own churn come to rest
02:17:06.985  settling → probing: nothing moved for the quiet period
02:17:06.985    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:09.985  probing → probing: the targets answer; once more for the proof
02:17:10.996  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:18:01.296  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:18:01.296    asks status, prefs, unit, anchors, connections, 8 pings
02:18:04.296  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:04.296    applies kick to all connections
02:18:04.296  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:18:04.446  (kick: done)
02:18:04.446  remedying → settling: the remedy is over; let its own churn come to rest
02:18:04.946  settling → probing: nothing moved for the quiet period
02:18:04.946    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:07.946  probing → probing: the targets answer; once more for the proof
02:18:08.957  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:19:09.957  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:19:09.957    applies kick to all connections
02:19:09.957  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:19:10.107  (kick: done)
02:19:10.107  remedying → settling: the remedy is over; let its own churn come to rest
02:19:10.607  settling → probing: nothing moved for the quiet period
02:19:10.607    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:19:13.607  probing → probing: the targets answer; once more for the proof
02:19:14.618  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
