# Only a restart helps: every milder rung is tried first, then two more bad rounds, up-reset, two more, restart, 20 s of proof.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until healthy within 10min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 7 pings
02:15:05.312  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    applies kick to all connections
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.462  (kick: done)
02:15:05.462  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.962  settling → probing: nothing moved for the quiet period
02:15:05.962    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:06.962  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:06.962    not done: kick (tried already)
02:15:07.206    applies rebind
02:15:07.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:07.266  (rebind: done)
02:15:07.266  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.766  settling → probing: nothing moved for the quiet period
02:15:10.766    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:11.766  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:11.766    not done: kick (tried already), rebind (tried already)
02:15:11.766    applies reconnect
02:15:11.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.771  (reconnect: done)
02:15:11.771  remedying → settling: the remedy ran; let its own churn come to rest
02:15:13.271  settling → probing: nothing moved for the quiet period
02:15:13.271    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:16.271  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:19.272  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:19.272    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:28.369  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:28.369    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:31.369  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:31.369    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:31.369    remembers: 0 restarts, 1 up-resets in the last hour
02:15:31.369    applies up-reset
02:15:31.369  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 4)
02:15:31.669  (up-reset: done)
02:15:31.669  remedying → settling: the remedy ran; let its own churn come to rest
02:15:33.669  settling → probing: nothing moved for the quiet period
02:15:33.669    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:36.670  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:39.670  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:39.670    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:15:49.104  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:49.104    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:52.104  probing → backing-off: the fault is on this host, and a remedy is authorised (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:52.104    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:15:52.104    remembers: 1 restarts, 1 up-resets in the last hour
02:15:52.104    applies restart
02:15:52.104  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 5)
02:15:52.704  (restart: done)
02:15:52.704  remedying → settling: the remedy ran; let its own churn come to rest
02:15:54.704  settling → probing: nothing moved for the quiet period
02:15:54.704    asks targets, status, prefs, unit, anchors, restun, 7 pings
02:15:57.704  probing → probing: the targets answer; once more for the proof
02:16:17.924  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
