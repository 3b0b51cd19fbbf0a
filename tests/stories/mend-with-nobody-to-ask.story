# With neither a target nor a peer nothing tells whether data flows: that nothing was heard is no silence.
targets none
witnesses 0
start
until healthy within 30s
advance 20min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 0 peers answer; no target is configured)

mend restart despite verdict targets
advance 10s
----
02:34:04.012  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:34:04.012    asks status, prefs, unit, anchors, connections
02:34:04.023  probing → probing: the targets answer; once more for the proof
02:34:04.023    mend restart, asked for by root: no remedy was applied; not done: restart (with no witness in the tailnet a hard remedy waits for ten minutes of silence)
02:34:05.034  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 0 peers answer; no target is configured)

mend restart despite verdict targets witness
until healthy within 1min
----
02:34:14.012  healthy → probing: something is not as it was; gather all evidence (a person asked to mend it)
02:34:14.012    asks status, prefs, unit, anchors, connections
02:34:14.023  probing → backing-off: a person asked for this remedy, and no gate holds it back (restart; healthy: tailscaled runs and 0 peers answer; no target is configured)
02:34:14.023    remembers: 1 restarts, 0 up-resets in the last hour
02:34:14.023    applies restart
02:34:14.023  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:34:14.623  (restart: done)
02:34:14.623  remedying → settling: the remedy is over; let its own churn come to rest
02:34:16.623  settling → probing: nothing moved for the quiet period
02:34:16.623    asks status, prefs, unit, anchors, restun
02:34:19.623  probing → probing: the targets answer; once more for the proof
02:34:39.843  probing → healthy: the targets answer through the tailnet (healthy: tailscaled runs and 0 peers answer; no target is configured)
02:34:39.843    mend restart, asked for by root: restart (done); healthy: tailscaled runs and 0 peers answer; no target is configured
