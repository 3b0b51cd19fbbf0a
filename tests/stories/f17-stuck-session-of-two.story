# A tailnet of two, WireGuard stuck with the router: mild remedies, and a hard one only after ten minutes of silence.
witnesses 0
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 session stuck 60min
remedy rebind does-nothing
until healthy within 30min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 4 pings
02:15:05.312  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:05.312    applies kick to all connections
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.462  (kick: done)
02:15:05.462  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.962  settling → probing: nothing moved for the quiet period
02:15:05.962    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:06.962  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:06.962    not done: kick (tried already)
02:15:07.206    applies rebind
02:15:07.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:07.266  (rebind: done)
02:15:07.266  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.766  settling → probing: nothing moved for the quiet period
02:15:10.766    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:11.766  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:11.766    not done: kick (tried already), rebind (tried already)
02:15:11.766    applies reconnect
02:15:11.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.771  (reconnect: done)
02:15:11.771  remedying → settling: the remedy ran; let its own churn come to rest
02:15:13.271  settling → probing: nothing moved for the quiet period
02:15:13.271    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:16.271  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:16.271    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:16.271    applies conntrack
02:15:16.271  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:16.291  (conntrack: unavailable)
02:15:16.291  remedying → settling: the remedy ran; let its own churn come to rest
02:15:18.291  settling → probing: nothing moved for the quiet period
02:15:18.291    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:19.291  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:21.375    applies kick to all connections
02:15:21.375  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:21.525  (kick: done)
02:15:21.525  remedying → settling: the remedy ran; let its own churn come to rest
02:15:22.025  settling → probing: nothing moved for the quiet period
02:15:22.025    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:23.025  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:23.025    not done: kick (tried already)
02:15:31.818  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:31.818    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:32.818  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:32.818    not done: kick (tried already)
02:15:32.818    applies rebind
02:15:32.818  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:32.878  (rebind: done)
02:15:32.878  remedying → settling: the remedy ran; let its own churn come to rest
02:15:36.378  settling → probing: nothing moved for the quiet period
02:15:36.378    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:37.378  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:37.378    not done: kick (tried already), rebind (tried already)
02:16:00.052    applies reconnect
02:16:00.052  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:00.057  (reconnect: done)
02:16:00.057  remedying → settling: the remedy ran; let its own churn come to rest
02:16:01.557  settling → probing: nothing moved for the quiet period
02:16:01.557    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:02.557  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:16:50.851    applies kick to all connections
02:16:50.851  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:16:51.001  (kick: done)
02:16:51.001  remedying → settling: the remedy ran; let its own churn come to rest
02:16:51.501  settling → probing: nothing moved for the quiet period
02:16:51.501    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:52.501  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:16:52.501    not done: kick (tried already)
02:18:19.064  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:19.064    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:20.064  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:18:20.064    not done: kick (tried already)
02:18:20.064    applies rebind
02:18:20.064  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 9)
02:18:20.124  (rebind: done)
02:18:20.124  remedying → settling: the remedy ran; let its own churn come to rest
02:18:23.624  settling → probing: nothing moved for the quiet period
02:18:23.624    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:24.624  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:18:24.624    not done: kick (tried already), rebind (tried already)
02:21:58.283    applies reconnect
02:21:58.283  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 10)
02:21:58.288  (reconnect: done)
02:21:58.288  remedying → settling: the remedy ran; let its own churn come to rest
02:21:59.788  settling → probing: nothing moved for the quiet period
02:21:59.788    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:22:00.788  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:27:45.044  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:27:45.044    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:27:48.044  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:27:48.044    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:27:48.044    remembers: 0 restarts, 1 up-resets in the last hour
02:27:48.044    applies up-reset
02:27:48.044  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 11)
02:27:48.344  (up-reset: done)
02:27:48.344  remedying → settling: the remedy ran; let its own churn come to rest
02:27:50.344  settling → probing: nothing moved for the quiet period
02:27:50.344    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:27:53.344  probing → probing: not yet the evidence that the next remedy needs; look again
02:27:56.345  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:27:56.345    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:34:06.985  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:34:06.985    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:34:09.985  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:34:09.985    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:34:09.985    remembers: 1 restarts, 1 up-resets in the last hour
02:34:09.985    applies restart
02:34:09.985  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 12)
02:34:10.585  (restart: done)
02:34:10.585  remedying → settling: the remedy ran; let its own churn come to rest
02:34:12.585  settling → probing: nothing moved for the quiet period
02:34:12.585    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:34:15.585  probing → probing: the targets answer; once more for the proof
02:34:35.805  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
