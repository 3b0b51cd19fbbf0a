# LocalAPI goes away while up-reset runs, and returns a minute later.
steps ping up-reset restart
remedy up-reset dawdles 20s
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 1min
localapi hangs
bus lost
advance 1min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:13.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:13.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`)
02:15:20.266  backing-off → probing: what was seen has changed while we waited, or is old; look again
02:15:20.266    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:23.266  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:23.266    remembers: 0 restarts, 1 up-resets in the last hour
02:15:23.266    applies up-reset
02:15:23.266  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
02:15:43.266  (up-reset: done)
02:15:43.266  remedying → settling: the remedy is over; let its own churn come to rest
02:15:45.266  settling → probing: nothing moved for the quiet period
02:15:45.266    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:48.267  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:51.267  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:51.267    to do: sudo systemctl restart tailscaled.service
02:15:51.267    not done: reconnect (not in `steps`)
02:15:51.267    remembers: 1 restarts, 1 up-resets in the last hour
02:15:51.267    applies restart
02:15:51.267  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 2)
02:15:51.867  (restart: done)
02:15:51.867  remedying → settling: the remedy is over; let its own churn come to rest
02:15:53.867  settling → probing: nothing moved for the quiet period
02:15:53.867    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:56.867  probing → probing: the targets answer; once more for the proof
02:16:17.087  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

localapi answers
bus connected
until healthy within 5min
----
(nothing)
