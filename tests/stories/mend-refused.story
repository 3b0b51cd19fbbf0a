# Gates hold an order back as they hold the machine back. Each is overruled by its own name, and by no other.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 mend restart
until healthy within 30s
----
02:15:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:15:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:00.011  probing → probing: the targets answer; once more for the proof
02:15:00.011    mend restart, asked for by root: no remedy was applied; not done: restart (what was found does not call for it), restart (the targets answer; a restart would interrupt what works), restart (a peer still gets through)
02:15:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:16:00 mend restart despite verdict targets
until healthy within 30s
----
02:16:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:16:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:16:00.011  probing → probing: the targets answer; once more for the proof
02:16:00.011    mend restart, asked for by root: no remedy was applied; not done: restart (a peer still gets through)
02:16:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:17:00 mend restart despite verdict targets peers
until healthy within 60s
----
02:17:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:17:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:17:00.011  probing → backing-off: a person asked for this remedy, and no gate holds it back (restart; healthy: plc answers through the tailnet in 11 ms)
02:17:00.011    remembers: 1 restarts, 0 up-resets in the last hour
02:17:00.011    applies restart
02:17:00.011  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:17:00.611  (restart: done)
02:17:00.611  remedying → settling: the remedy is over; let its own churn come to rest
02:17:02.611  settling → probing: nothing moved for the quiet period
02:17:02.611    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:05.611  probing → probing: the targets answer; once more for the proof
02:17:25.831  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:25.831    mend restart, asked for by root: restart (done); healthy: plc answers through the tailnet in 11 ms

at 02:30:00 tunnel stuck deep
ssh session
at 02:30:01 mend restart
advance 4s
----
02:30:01.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:30:01.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:30:04.000  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:04.000    mend restart, asked for by root: no remedy was applied; not done: restart (an ssh session over the tailnet is in use; it is given ten minutes)
02:30:04.000    applies kick to all connections
02:30:04.000  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 2)
02:30:04.150  (kick: done)
02:30:04.150  remedying → settling: the remedy is over; let its own churn come to rest
02:30:04.650  settling → probing: nothing moved for the quiet period
02:30:04.650    asks targets, status, prefs, unit, anchors, restun, 8 pings

mend restart despite ssh
until healthy within 60s
----
02:30:08.000  probing → probing: not yet the evidence that the next remedy needs; look again
02:30:11.000  probing → backing-off: a person asked for this remedy, and no gate holds it back (restart; tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:30:11.000    remembers: 2 restarts, 0 up-resets in the last hour
02:30:11.000    applies restart
02:30:11.000  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 3)
02:30:11.600  (restart: done)
02:30:11.600  remedying → settling: the remedy is over; let its own churn come to rest
02:30:13.600  settling → probing: nothing moved for the quiet period
02:30:13.600    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:30:16.600  probing → probing: the targets answer; once more for the proof
02:30:36.820  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:30:36.820    mend restart, asked for by root: restart (done); healthy: plc answers through the tailnet in 11 ms

# Not in the configured steps; and no name overrules a spent budget.
steps ping restart
reload
until healthy within 30s
----
02:30:36.820  healthy → settling: what it stands on changed; let it come to rest (configuration read anew)
02:30:37.820  settling → probing: nothing moved for the quiet period
02:30:37.820    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:30:37.831  probing → probing: the targets answer; once more for the proof
02:30:38.842  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:40:00 mend rebind despite verdict
until healthy within 30s
----
02:40:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:40:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:40:00.011  probing → probing: the targets answer; once more for the proof
02:40:00.011    mend rebind, asked for by root: no remedy was applied; not done: rebind (not in `steps`)
02:40:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

mend rebind despite verdict steps
until healthy within 30s
----
02:40:01.022  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:40:01.022    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:40:01.033  probing → backing-off: a person asked for this remedy, and no gate holds it back (rebind; healthy: plc answers through the tailnet in 11 ms)
02:40:01.033    applies rebind
02:40:01.033  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 4)
02:40:01.093  (rebind: done)
02:40:01.093  remedying → settling: the remedy is over; let its own churn come to rest
02:40:04.593  settling → probing: nothing moved for the quiet period
02:40:04.593    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:40:07.593  probing → probing: the targets answer; once more for the proof
02:40:08.604  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:40:08.604    mend rebind, asked for by root: rebind (done); healthy: plc answers through the tailnet in 11 ms

ssh over
at 02:45:00 mend restart despite verdict targets peers
until healthy within 60s
----
02:45:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:45:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:45:00.011  probing → backing-off: a person asked for this remedy, and no gate holds it back (restart; healthy: plc answers through the tailnet in 11 ms)
02:45:00.011    remembers: 3 restarts, 0 up-resets in the last hour
02:45:00.011    applies restart
02:45:00.011  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 5)
02:45:00.611  (restart: done)
02:45:00.611  remedying → settling: the remedy is over; let its own churn come to rest
02:45:02.611  settling → probing: nothing moved for the quiet period
02:45:02.611    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:45:05.611  probing → probing: the targets answer; once more for the proof
02:45:25.831  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:45:25.831    mend restart, asked for by root: restart (done); healthy: plc answers through the tailnet in 11 ms

at 02:46:00 mend restart despite verdict targets peers
until healthy within 60s
----
02:46:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:46:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:46:00.011  probing → probing: the targets answer; once more for the proof
02:46:00.011    mend restart, asked for by root: no remedy was applied; not done: restart (its budget for this hour is spent)
02:46:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
