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
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:09.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:09.962    not done: kick (tried already)
02:15:09.962    applies rebind
02:15:09.962  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:10.022  (rebind: done)
02:15:10.022  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.522  settling → probing: nothing moved for the quiet period
02:15:13.522    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:15.522  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:15.522    not done: kick (tried already), rebind (tried already)
02:15:15.522    applies reconnect
02:15:15.522  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:15.527  (reconnect: done)
02:15:15.527  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.027  settling → probing: nothing moved for the quiet period
02:15:17.027    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:20.027  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:20.027    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:20.027    applies conntrack
02:15:20.027  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:20.047  (conntrack: unavailable)
02:15:20.047  remedying → settling: the remedy is over; let its own churn come to rest
02:15:22.047  settling → probing: nothing moved for the quiet period
02:15:22.047    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:25.047  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:25.047    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:15:25.131    applies kick to all connections
02:15:25.131  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:25.281  (kick: done)
02:15:25.281  remedying → settling: the remedy is over; let its own churn come to rest
02:15:25.781  settling → probing: nothing moved for the quiet period
02:15:25.781    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:27.781  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:27.781    not done: kick (tried already)
02:15:35.573  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:35.573    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:36.573  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:36.573    applies rebind
02:15:36.573  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:36.633  (rebind: done)
02:15:36.633  remedying → settling: the remedy is over; let its own churn come to rest
02:15:40.133  settling → probing: nothing moved for the quiet period
02:15:40.133    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:42.133  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:42.133    not done: kick (tried already), rebind (tried already)
02:16:04.133    applies reconnect
02:16:04.133  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:04.138  (reconnect: done)
02:16:04.138  remedying → settling: the remedy is over; let its own churn come to rest
02:16:05.638  settling → probing: nothing moved for the quiet period
02:16:05.638    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:08.638  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:16:08.638    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:16:54.932  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:54.932    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:57.932  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:16:57.932    applies kick to all connections
02:16:57.932  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:16:58.082  (kick: done)
02:16:58.082  remedying → settling: the remedy is over; let its own churn come to rest
02:16:58.582  settling → probing: nothing moved for the quiet period
02:16:58.582    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:17:00.582  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:17:00.582    not done: kick (tried already)
02:18:26.145  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:26.145    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:27.145  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:18:27.145    applies rebind
02:18:27.145  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 9)
02:18:27.205  (rebind: done)
02:18:27.205  remedying → settling: the remedy is over; let its own churn come to rest
02:18:30.705  settling → probing: nothing moved for the quiet period
02:18:30.705    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:32.705  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:18:32.705    not done: kick (tried already), rebind (tried already)
02:22:05.364    applies reconnect
02:22:05.364  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 10)
02:22:05.369  (reconnect: done)
02:22:05.369  remedying → settling: the remedy is over; let its own churn come to rest
02:22:06.869  settling → probing: nothing moved for the quiet period
02:22:06.869    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:22:09.869  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:22:09.869    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:24:58.872    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:25:19.768  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:25:19.768    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:25:22.768  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:25:22.768    remembers: 0 restarts, 1 up-resets in the last hour
02:25:22.768    applies up-reset
02:25:22.768  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 11)
02:25:23.068  (up-reset: done)
02:25:23.068  remedying → settling: the remedy is over; let its own churn come to rest
02:25:25.068  settling → probing: nothing moved for the quiet period
02:25:25.068    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:25:28.069  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:31.069  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:25:31.069    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:26:10.069    remembers: 1 restarts, 1 up-resets in the last hour
02:26:10.069    applies restart
02:26:10.069  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 12)
02:26:10.669  (restart: done)
02:26:10.669  remedying → settling: the remedy is over; let its own churn come to rest
02:26:12.669  settling → probing: nothing moved for the quiet period
02:26:12.669    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:26:15.670  probing → probing: the targets answer; once more for the proof
02:26:35.890  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
