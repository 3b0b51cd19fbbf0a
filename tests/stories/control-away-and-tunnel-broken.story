# The tunnel breaks while the control server is away: mild remedies only, never a restart, until control answers again.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control away
tunnel stuck deep
advance 3min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 7 pings
02:15:05.012  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.012    applies kick to all connections
02:15:05.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.162  (kick: done)
02:15:05.162  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.662  settling → probing: nothing moved for the quiet period
02:15:05.662    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:06.662  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:06.662    not done: kick (tried already)
02:15:06.906    applies rebind
02:15:06.906  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:06.966  (rebind: done)
02:15:06.966  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.466  settling → probing: nothing moved for the quiet period
02:15:10.466    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:11.466  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:11.466    not done: kick (tried already), rebind (tried already)
02:15:11.466    applies reconnect
02:15:11.466  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.471  (reconnect: done)
02:15:11.471  remedying → settling: the remedy ran; let its own churn come to rest
02:15:12.971  settling → probing: nothing moved for the quiet period
02:15:12.971    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:13.971  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:15.654    applies kick to all connections
02:15:15.654  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:15:15.804  (kick: done)
02:15:15.804  remedying → settling: the remedy ran; let its own churn come to rest
02:15:16.304  settling → probing: nothing moved for the quiet period
02:15:16.304    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:17.304  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:17.304    not done: kick (tried already)
02:15:30.968    applies rebind
02:15:30.968  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:31.028  (rebind: done)
02:15:31.028  remedying → settling: the remedy ran; let its own churn come to rest
02:15:34.528  settling → probing: nothing moved for the quiet period
02:15:34.528    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:35.528  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:35.528    not done: kick (tried already), rebind (tried already)
02:15:59.641    applies reconnect
02:15:59.641  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 6)
02:15:59.646  (reconnect: done)
02:15:59.646  remedying → settling: the remedy ran; let its own churn come to rest
02:16:01.146  settling → probing: nothing moved for the quiet period
02:16:01.146    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:02.146  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:46.146    applies kick to all connections
02:16:46.146  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
02:16:46.296  (kick: done)
02:16:46.296  remedying → settling: the remedy ran; let its own churn come to rest
02:16:46.796  settling → probing: nothing moved for the quiet period
02:16:46.796    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:16:47.796  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:47.796    not done: kick (tried already)
02:17:51.475  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:17:51.475    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:17:52.475  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:52.475    not done: kick (tried already)
02:17:52.475    applies rebind
02:17:52.475  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:17:52.535  (rebind: done)
02:17:52.535  remedying → settling: the remedy ran; let its own churn come to rest
02:17:56.035  settling → probing: nothing moved for the quiet period
02:17:56.035    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:17:57.035  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:57.035    not done: kick (tried already), rebind (tried already)

control back
until healthy within 20min
----
02:21:18.612    applies reconnect
02:21:18.612  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 9)
02:21:18.617  (reconnect: done)
02:21:18.617  remedying → settling: the remedy ran; let its own churn come to rest
02:21:20.117  settling → probing: nothing moved for the quiet period
02:21:20.117    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:21:23.117  probing → probing: not yet the evidence that the next remedy needs; look again
02:21:26.117  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:21:26.117    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:26:54.813    remembers: 0 restarts, 1 up-resets in the last hour
02:26:54.813    applies up-reset
02:26:54.813  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 10)
02:26:55.113  (up-reset: done)
02:26:55.113  remedying → settling: the remedy ran; let its own churn come to rest
02:26:57.113  settling → probing: nothing moved for the quiet period
02:26:57.113    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:27:00.113  probing → probing: not yet the evidence that the next remedy needs; look again
02:27:03.114  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:27:03.114    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:34:08.729  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:34:08.729    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:34:11.729  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:34:11.729    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:34:11.729    remembers: 1 restarts, 1 up-resets in the last hour
02:34:11.729    applies restart
02:34:11.729  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 11)
02:34:12.329  (restart: done)
02:34:12.329  remedying → settling: the remedy ran; let its own churn come to rest
02:34:14.329  settling → probing: nothing moved for the quiet period
02:34:14.329    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:34:17.329  probing → probing: the targets answer; once more for the proof
02:34:37.549  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
