# F07 that does not end: what heals each time is not waited for longer and longer.
steps ping kick
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
at 02:20:00 tunnel stuck 110s
control stuck 962s
at 02:21:00 tunnel stuck 110s
control stuck 962s
at 02:22:00 tunnel stuck 110s
control stuck 962s
at 02:23:00 tunnel stuck 110s
control stuck 962s
at 02:24:00 tunnel stuck 110s
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
02:20:04.618  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:20:04.618    asks status, prefs, unit, anchors, connections, 8 pings
02:20:05.618  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:20:05.618    applies kick to all connections
02:20:05.618  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 6)
02:20:05.768  (kick: done)
02:20:05.768  remedying → settling: the remedy is over; let its own churn come to rest
02:20:06.268  settling → probing: nothing moved for the quiet period
02:20:06.268    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:20:09.269  probing → probing: the targets answer; once more for the proof
02:20:10.280  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:21:00.580  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:21:00.580    asks status, prefs, unit, anchors, connections, 8 pings
02:21:03.580  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:21:03.580    applies kick to all connections
02:21:03.580  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
02:21:03.730  (kick: done)
02:21:03.730  remedying → settling: the remedy is over; let its own churn come to rest
02:21:04.230  settling → probing: nothing moved for the quiet period
02:21:04.230    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:07.230  probing → probing: the targets answer; once more for the proof
02:21:08.241  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:22:09.241  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:22:09.241    applies kick to all connections
02:22:09.241  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:22:09.391  (kick: done)
02:22:09.391  remedying → settling: the remedy is over; let its own churn come to rest
02:22:09.891  settling → probing: nothing moved for the quiet period
02:22:09.891    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:22:12.891  probing → probing: the targets answer; once more for the proof
02:22:13.902  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:23:04.202  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:23:04.202    asks status, prefs, unit, anchors, connections, 8 pings
02:23:05.202  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:23:05.202    applies kick to all connections
02:23:05.202  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 9)
02:23:05.352  (kick: done)
02:23:05.352  remedying → settling: the remedy is over; let its own churn come to rest
02:23:05.852  settling → probing: nothing moved for the quiet period
02:23:05.852    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:23:08.852  probing → probing: the targets answer; once more for the proof
02:23:09.863  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:24:10.863  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:24:10.863    applies kick to all connections
02:24:10.863  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 10)
02:24:11.013  (kick: done)
02:24:11.013  remedying → settling: the remedy is over; let its own churn come to rest
02:24:11.513  settling → probing: nothing moved for the quiet period
02:24:11.513    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:24:14.513  probing → probing: the targets answer; once more for the proof
02:24:15.524  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
