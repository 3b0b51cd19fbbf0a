# A remedy works after the next one was already waited for: what was seen has changed, and nothing more is done.
steps ping rebind up-reset restart
remedy rebind does-nothing
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck 24s
until healthy within 2min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:05.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:05.312    not done: kick (not in `steps`)
02:15:05.312    applies rebind
02:15:05.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:15:05.372  (rebind: done)
02:15:05.372  remedying → settling: the remedy is over; let its own churn come to rest
02:15:08.872  settling → probing: nothing moved for the quiet period
02:15:08.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:11.872  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:14.872  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:14.872    not done: kick (not in `steps`), rebind (tried already), reconnect (not in `steps`), conntrack (not in `steps`)
02:15:16.476    remembers: 0 restarts, 1 up-resets in the last hour
02:15:16.476    applies up-reset
02:15:16.476  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 2)
02:15:16.776  (up-reset: done)
02:15:16.776  remedying → settling: the remedy is over; let its own churn come to rest
02:15:18.776  settling → probing: nothing moved for the quiet period
02:15:18.776    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:21.776  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:24.776  probing → probing: the targets answer; once more for the proof
02:15:25.787  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
