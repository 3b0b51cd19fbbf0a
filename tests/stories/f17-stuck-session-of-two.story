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
02:15:04.312    asks status, prefs, unit, anchors, connections, 3 pings
02:15:05.312  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:05.312    applies kick to all connections
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:05.462  (kick: done)
02:15:05.462  remedying → settling: the remedy ran; let its own churn come to rest
02:15:05.962  settling → probing: nothing moved for the quiet period
02:15:05.962    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:15:06.962  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:06.962    not done: kick (tried already)
02:15:07.206    applies rebind
02:15:07.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:07.266  (rebind: done)
02:15:07.266  remedying → settling: the remedy ran; let its own churn come to rest
02:15:10.766  settling → probing: nothing moved for the quiet period
02:15:10.766    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:15:11.766  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:11.766    not done: kick (tried already), rebind (tried already)
02:15:11.766    applies reconnect
02:15:11.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:11.771  (reconnect: done)
02:15:11.771  remedying → settling: the remedy ran; let its own churn come to rest
02:15:13.271  settling → probing: nothing moved for the quiet period
02:15:13.271    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:15:14.271  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:15.954    applies kick to all connections
02:15:15.954  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:15:16.104  (kick: done)
02:15:16.104  remedying → settling: the remedy ran; let its own churn come to rest
02:15:16.604  settling → probing: nothing moved for the quiet period
02:15:16.604    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:15:17.604  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:17.604    not done: kick (tried already)
02:15:31.268    applies rebind
02:15:31.268  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 5)
02:15:31.328  (rebind: done)
02:15:31.328  remedying → settling: the remedy ran; let its own churn come to rest
02:15:34.828  settling → probing: nothing moved for the quiet period
02:15:34.828    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:15:35.828  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:15:35.828    not done: kick (tried already), rebind (tried already)
02:15:59.941    applies reconnect
02:15:59.941  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 6)
02:15:59.946  (reconnect: done)
02:15:59.946  remedying → settling: the remedy ran; let its own churn come to rest
02:16:01.446  settling → probing: nothing moved for the quiet period
02:16:01.446    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:16:02.446  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:16:46.446    applies kick to all connections
02:16:46.446  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 7)
02:16:46.596  (kick: done)
02:16:46.596  remedying → settling: the remedy ran; let its own churn come to rest
02:16:47.096  settling → probing: nothing moved for the quiet period
02:16:47.096    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:16:48.096  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:16:48.096    not done: kick (tried already)
02:17:51.775  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:17:51.775    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:17:52.775  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:17:52.775    not done: kick (tried already)
02:17:52.775    applies rebind
02:17:52.775  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 8)
02:17:52.835  (rebind: done)
02:17:52.835  remedying → settling: the remedy ran; let its own churn come to rest
02:17:56.335  settling → probing: nothing moved for the quiet period
02:17:56.335    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:17:57.335  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:17:57.335    not done: kick (tried already), rebind (tried already)
02:21:18.911    applies reconnect
02:21:18.911  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 9)
02:21:18.916  (reconnect: done)
02:21:18.916  remedying → settling: the remedy ran; let its own churn come to rest
02:21:20.416  settling → probing: nothing moved for the quiet period
02:21:20.416    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:21:21.416  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:29:26.421    remembers: 0 restarts, 1 up-resets in the last hour
02:29:26.421    applies up-reset
02:29:26.421  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 10)
02:29:26.721  (up-reset: done)
02:29:26.721  remedying → settling: the remedy ran; let its own churn come to rest
02:29:28.721  settling → probing: nothing moved for the quiet period
02:29:28.721    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:29:31.721  probing → probing: not yet the evidence that the next remedy needs; look again
02:29:34.721  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:29:34.721    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:37:44.305  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:37:44.305    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:37:47.305  probing → backing-off: the fault is on this host, and a remedy is authorised (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard)
02:37:47.305    not done: kick (tried already), rebind (tried already), reconnect (tried already), up-reset (tried already)
02:37:47.305    remembers: 1 restarts, 1 up-resets in the last hour
02:37:47.305    applies restart
02:37:47.305  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 11)
02:37:47.905  (restart: done)
02:37:47.905  remedying → settling: the remedy ran; let its own churn come to rest
02:37:49.905  settling → probing: nothing moved for the quiet period
02:37:49.905    asks targets, status, prefs, unit, anchors, restun, 3 pings
02:37:52.905  probing → probing: the targets answer; once more for the proof
02:38:13.125  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
