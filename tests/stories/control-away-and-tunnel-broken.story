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
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.012    applies kick to all connections
02:15:05.012  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.162  (kick: done)
02:15:05.162  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.662  settling → probing: nothing moved for the quiet period
02:15:05.662    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:06.662  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:06.662    not done: kick (tried already)
02:15:06.906    applies rebind
02:15:06.906  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:06.966  (rebind: done)
02:15:06.966  remedying → settling: the remedy is over; let its own churn come to rest
02:15:10.466  settling → probing: nothing moved for the quiet period
02:15:10.466    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:11.466  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:11.466    not done: kick (tried already), rebind (tried already)
02:15:11.466    applies reconnect
02:15:11.466  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.471  (reconnect: done)
02:15:11.471  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.971  settling → probing: nothing moved for the quiet period
02:15:12.971    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.972  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:15.972    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:15.972    applies conntrack
02:15:15.972  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:15.992  (conntrack: unavailable)
02:15:15.992  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.992  settling → probing: nothing moved for the quiet period
02:15:17.992    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.992  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:20.992    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:15:21.076    applies kick to all connections
02:15:21.076  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:21.226  (kick: done)
02:15:21.226  remedying → settling: the remedy is over; let its own churn come to rest
02:15:21.726  settling → probing: nothing moved for the quiet period
02:15:21.726    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:22.726  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:22.726    not done: kick (tried already)
02:15:31.518  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:31.518    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:32.518  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:32.518    applies rebind
02:15:32.518  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:32.578  (rebind: done)
02:15:32.578  remedying → settling: the remedy is over; let its own churn come to rest
02:15:36.078  settling → probing: nothing moved for the quiet period
02:15:36.078    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:37.078  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:37.078    not done: kick (tried already), rebind (tried already)
02:15:59.753    applies reconnect
02:15:59.753  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:15:59.758  (reconnect: done)
02:15:59.758  remedying → settling: the remedy is over; let its own churn come to rest
02:16:01.258  settling → probing: nothing moved for the quiet period
02:16:01.258    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:04.258  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:04.258    not done: up-reset (the control server does not answer), restart (the control server does not answer)
02:16:50.552  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:50.552    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:53.552  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:53.552    applies kick to all connections
02:16:53.552  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:16:53.702  (kick: done)
02:16:53.702  remedying → settling: the remedy is over; let its own churn come to rest
02:16:54.202  settling → probing: nothing moved for the quiet period
02:16:54.202    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:55.202  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:16:55.202    not done: kick (tried already)

control back
until healthy within 20min
----
02:18:06.202    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:18:32.203    remembers: 0 restarts, 1 up-resets in the last hour
02:18:32.203    applies up-reset
02:18:32.203  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 9)
02:18:32.503  (up-reset: done)
02:18:32.503  remedying → settling: the remedy is over; let its own churn come to rest
02:18:34.503  settling → probing: nothing moved for the quiet period
02:18:34.503    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:37.503  probing → probing: not yet the evidence that the next remedy needs; look again
02:18:40.503  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:40.503    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:19:24.307    remembers: 1 restarts, 1 up-resets in the last hour
02:19:24.307    applies restart
02:19:24.307  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 10)
02:19:24.907  (restart: done)
02:19:24.907  remedying → settling: the remedy is over; let its own churn come to rest
02:19:26.907  settling → probing: nothing moved for the quiet period
02:19:26.907    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:19:29.907  probing → probing: the targets answer; once more for the proof
02:19:50.127  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
