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
02:15:08.962  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:08.962    not done: kick (tried already)
02:15:09.206    applies rebind
02:15:09.206  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)
02:15:09.266  (rebind: done)
02:15:09.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.766  settling → probing: nothing moved for the quiet period
02:15:12.766    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:13.766  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:13.766    not done: kick (tried already), rebind (tried already)
02:15:13.766    applies reconnect
02:15:13.766  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:13.771  (reconnect: done)
02:15:13.771  remedying → settling: the remedy is over; let its own churn come to rest
02:15:15.271  settling → probing: nothing moved for the quiet period
02:15:15.271    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:18.271  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:18.271    not done: kick (tried already), rebind (tried already), reconnect (tried already)
02:15:18.271    applies conntrack
02:15:18.271  backing-off → remedying: waited long enough; apply the mildest remedy left (conntrack, attempt 4)
02:15:18.291  (conntrack: unavailable)
02:15:18.291  remedying → settling: the remedy is over; let its own churn come to rest
02:15:20.291  settling → probing: nothing moved for the quiet period
02:15:20.291    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:23.292  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:23.292    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:15:23.375    applies kick to all connections
02:15:23.375  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 5)
02:15:23.525  (kick: done)
02:15:23.525  remedying → settling: the remedy is over; let its own churn come to rest
02:15:24.025  settling → probing: nothing moved for the quiet period
02:15:24.025    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:25.025  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:25.025    not done: kick (tried already)
02:15:33.818  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:33.818    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:34.818  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:34.818    applies rebind
02:15:34.818  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 6)
02:15:34.878  (rebind: done)
02:15:34.878  remedying → settling: the remedy is over; let its own churn come to rest
02:15:38.378  settling → probing: nothing moved for the quiet period
02:15:38.378    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:15:39.378  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:39.378    not done: kick (tried already), rebind (tried already)
02:16:02.052    applies reconnect
02:16:02.052  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:02.057  (reconnect: done)
02:16:02.057  remedying → settling: the remedy is over; let its own churn come to rest
02:16:03.557  settling → probing: nothing moved for the quiet period
02:16:03.557    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:06.558  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:16:06.558    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:16:52.851  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:52.851    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:55.852  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:16:55.852    applies kick to all connections
02:16:55.852  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:16:56.002  (kick: done)
02:16:56.002  remedying → settling: the remedy is over; let its own churn come to rest
02:16:56.502  settling → probing: nothing moved for the quiet period
02:16:56.502    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:16:57.502  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:16:57.502    not done: kick (tried already)
02:18:24.064  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:18:24.064    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:25.064  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:18:25.064    applies rebind
02:18:25.064  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 9)
02:18:25.124  (rebind: done)
02:18:25.124  remedying → settling: the remedy is over; let its own churn come to rest
02:18:28.624  settling → probing: nothing moved for the quiet period
02:18:28.624    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:18:29.624  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:18:29.624    not done: kick (tried already), rebind (tried already)
02:22:03.284    applies reconnect
02:22:03.284  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 10)
02:22:03.289  (reconnect: done)
02:22:03.289  remedying → settling: the remedy is over; let its own churn come to rest
02:22:04.789  settling → probing: nothing moved for the quiet period
02:22:04.789    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:22:07.789  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:22:07.789    not done: up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:24:56.791    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host)
02:25:17.687  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:25:17.687    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:25:20.688  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:25:20.688    remembers: 0 restarts, 1 up-resets in the last hour
02:25:20.688    applies up-reset
02:25:20.688  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 11)
02:25:20.988  (up-reset: done)
02:25:20.988  remedying → settling: the remedy is over; let its own churn come to rest
02:25:22.988  settling → probing: nothing moved for the quiet period
02:25:22.988    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:25:25.988  probing → probing: not yet the evidence that the next remedy needs; look again
02:25:28.988  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:25:28.988    not done: kick (tried already), rebind (tried already), reconnect (tried already), conntrack (unavailable on this host), up-reset (tried already)
02:26:07.989    remembers: 1 restarts, 1 up-resets in the last hour
02:26:07.989    applies restart
02:26:07.989  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 12)
02:26:08.589  (restart: done)
02:26:08.589  remedying → settling: the remedy is over; let its own churn come to rest
02:26:10.589  settling → probing: nothing moved for the quiet period
02:26:10.589    asks targets, status, prefs, unit, anchors, restun, 4 pings
02:26:13.589  probing → probing: the targets answer; once more for the proof
02:26:33.809  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
