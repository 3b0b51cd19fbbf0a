# Where all is well the ladder has nothing to do, and one remedy needs a person to overrule the verdict.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 mend
until healthy within 30s
----
02:15:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:15:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:00.011  probing → probing: the targets answer; once more for the proof
02:15:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:01.022    mend, asked for by root: no remedy was applied; healthy: plc answers through the tailnet in 11 ms

at 02:16:00 mend ping
until healthy within 30s
----
02:16:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:16:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:16:00.011  probing → probing: the targets answer; once more for the proof
02:16:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:16:01.022    mend ping, asked for by root: no remedy was applied; healthy: plc answers through the tailnet in 11 ms

at 02:17:00 mend rebind
until healthy within 30s
----
02:17:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:17:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:17:00.011  probing → probing: the targets answer; once more for the proof
02:17:00.011    mend rebind, asked for by root: no remedy was applied; not done: rebind (what was found does not call for it)
02:17:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:18:00 mend rebind despite verdict
until healthy within 30s
----
02:18:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:18:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:18:00.011  probing → backing-off: a person asked for this remedy, and no gate holds it back (rebind; healthy: plc answers through the tailnet in 11 ms)
02:18:00.011    applies rebind
02:18:00.011  backing-off → remedying: waited long enough; apply the mildest remedy left (rebind, attempt 1)
02:18:00.071  (rebind: done)
02:18:00.071  remedying → settling: the remedy is over; let its own churn come to rest
02:18:03.571  settling → probing: nothing moved for the quiet period
02:18:03.571    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:18:06.571  probing → probing: the targets answer; once more for the proof
02:18:07.582  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:18:07.582    mend rebind, asked for by root: rebind (done); healthy: plc answers through the tailnet in 11 ms
