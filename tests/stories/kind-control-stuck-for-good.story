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
02:15:12.179  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:12.179    applies reconnect
02:15:12.179  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
02:15:12.184  (reconnect: done)
02:15:12.184  remedying → settling: the remedy is over; let its own churn come to rest
02:15:13.684  settling → probing: nothing moved for the quiet period
02:15:13.684    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:16.684  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:16.684    not done: reconnect (tried already)
02:15:16.684    applies kick to dead connections
02:15:16.684  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 4)
02:15:16.834  (kick: done)
02:15:16.834  remedying → settling: the remedy is over; let its own churn come to rest
02:15:17.334  settling → probing: nothing moved for the quiet period
02:15:17.334    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:20.335  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:31.998  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:31.998    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:34.999  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:34.999    applies reconnect
02:15:34.999  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 5)
02:15:35.004  (reconnect: done)
02:15:35.004  remedying → settling: the remedy is over; let its own churn come to rest
02:15:36.504  settling → probing: nothing moved for the quiet period
02:15:36.504    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:39.504  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:39.504    not done: reconnect (tried already)
02:16:03.672  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:03.672    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:06.672  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:16:06.672    applies kick to dead connections
02:16:06.672  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 6)
02:16:06.822  (kick: done)
02:16:06.822  remedying → settling: the remedy is over; let its own churn come to rest
02:16:07.322  settling → probing: nothing moved for the quiet period
02:16:07.322    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:10.323  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:16:52.541  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:16:52.541    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:16:55.542  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:16:55.542    applies reconnect
02:16:55.542  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 7)
02:16:55.547  (reconnect: done)
02:16:55.547  remedying → settling: the remedy is over; let its own churn come to rest
02:16:57.047  settling → probing: nothing moved for the quiet period
02:16:57.047    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:00.047  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:17:00.047    not done: reconnect (tried already)
02:18:03.047    applies kick to dead connections
02:18:03.047  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 8)
02:18:03.197  (kick: done)
02:18:03.197  remedying → settling: the remedy is over; let its own churn come to rest
02:18:03.697  settling → probing: nothing moved for the quiet period
02:18:03.697    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:06.698  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:29.183  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:21:29.183    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:32.184  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:32.184    applies reconnect
02:21:32.184  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 9)
02:21:32.189  (reconnect: done)
02:21:32.189  remedying → settling: the remedy is over; let its own churn come to rest
02:21:33.689  settling → probing: nothing moved for the quiet period
02:21:33.689    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:21:36.689  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:21:36.689    not done: reconnect (tried already)

control stuck 0s
until healthy within 2min
----
02:25:49.702  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
