# The name of control resolves to a dead address now, its old one answers: mild rungs, further and further apart, never a restart.
remedy reconnect does-nothing
remedy kick does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control stuck 10h
advance 10min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:04.023    applies reconnect
02:15:04.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:04.028  (reconnect: done)
02:15:04.028  remedying → settling: the remedy is over; let its own churn come to rest
02:15:05.528  settling → probing: nothing moved for the quiet period
02:15:05.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:08.528  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:08.528    not done: reconnect (tried already)
02:15:08.528    applies kick to dead connections
02:15:08.528  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:15:08.678  (kick: done)
02:15:08.678  remedying → settling: the remedy is over; let its own churn come to rest
02:15:09.178  settling → probing: nothing moved for the quiet period
02:15:09.178    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:12.178  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:12.178    applies reconnect
02:15:12.178  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:12.183  (reconnect: done)
02:15:12.183  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.683  settling → probing: nothing moved for the quiet period
02:15:13.683    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:16.684  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:16.684    not done: reconnect (tried already)
02:15:16.684    applies kick to dead connections
02:15:16.684  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:15:16.834  (kick: done)
02:15:16.834  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.334  settling → probing: nothing moved for the quiet period
02:15:17.334    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.334  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:31.998  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:31.998    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:34.998  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:34.998    applies reconnect
02:15:34.998  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 5)
02:15:35.003  (reconnect: done)
02:15:35.003  remedying → settling: the remedy is over; let its own churn come to rest
02:15:36.503  settling → probing: nothing moved for the quiet period
02:15:36.503    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.503  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:39.503    not done: reconnect (tried already)
02:16:03.671  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:03.671    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:06.671  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:16:06.671    applies kick to dead connections
02:16:06.671  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 6)
02:16:06.821  (kick: done)
02:16:06.821  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.321  settling → probing: nothing moved for the quiet period
02:16:07.321    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.322  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:16:52.540  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:52.540    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:55.540  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:16:55.540    applies reconnect
02:16:55.540  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:55.545  (reconnect: done)
02:16:55.545  remedying → settling: the remedy is over; let its own churn come to rest
02:16:57.045  settling → probing: nothing moved for the quiet period
02:16:57.045    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:00.046  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:17:00.046    not done: reconnect (tried already)
02:18:03.046    applies kick to dead connections
02:18:03.046  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:18:03.196  (kick: done)
02:18:03.196  remedying → settling: the remedy is over; let its own churn come to rest
02:18:03.696  settling → probing: nothing moved for the quiet period
02:18:03.696    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:06.696  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:29.182  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:21:29.182    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:32.182  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:32.182    applies reconnect
02:21:32.182  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 9)
02:21:32.187  (reconnect: done)
02:21:32.187  remedying → settling: the remedy is over; let its own churn come to rest
02:21:33.687  settling → probing: nothing moved for the quiet period
02:21:33.687    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:36.687  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:36.687    not done: reconnect (tried already)

control stuck 0s
until healthy within 2min
----
02:25:49.699  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
