# A pause in the middle of an episode: the verdict is judged and said, nothing is applied; it ends by itself, and the
# ladder goes on after a fresh look.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 tunnel stuck deep
until remedying within 30s
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)

# While the kick runs; the next rung is held back.
pause 2min
advance 10s
----
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:10.962  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:10.962    not done: kick (tried already), rebind (all remedies are paused)

advance 100s
----
(nothing)

until remedying within 60s
----
02:17:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:07.312    not done: kick (tried already)
02:17:07.312    applies rebind
02:17:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 2)

# What begins again is held back again, until a person says otherwise.
pause 10min
advance 30s
----
02:17:07.372  (rebind: done)
02:17:07.372  remedying → settling: the remedy is over; let its own churn come to rest
02:17:10.872  settling → probing: nothing moved for the quiet period
02:17:10.872    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:13.872  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:17:13.872    not done: kick (tried already), rebind (tried already), reconnect (all remedies are paused)

at 02:18:30 resume
until remedying within 10s
----
02:18:30.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:30.000    not done: kick (tried already), rebind (tried already)
02:18:30.000    applies reconnect
02:18:30.000  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 3)
