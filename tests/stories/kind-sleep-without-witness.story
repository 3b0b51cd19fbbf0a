# A tailnet of two: an hour of sleep is no hour of silence.
witnesses 0
steps ping up-reset
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 session stuck 10h
until reported within 30s
sleeps 1h
advance 9min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 4 pings
02:15:07.312  probing → reported: nothing to mend from here now; say so and keep looking (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
02:15:07.312    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (with no witness in the tailnet a hard remedy waits for ten minutes of silence), restart (not in `steps`)
03:15:07.312  reported → settling: what it stands on changed; let it come to rest (the machine slept)
03:15:08.312  settling → probing: nothing moved for the quiet period
03:15:08.312    asks targets, status, prefs, unit, anchors, restun, 4 pings
03:15:11.312  probing → reported: nothing to mend from here now; say so and keep looking (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)

until remedying within 5min
----
03:25:09.321  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
03:25:09.321    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`)
03:25:16.276  backing-off → probing: what was seen has changed while we waited, or is old; look again
03:25:16.276    asks targets, status, prefs, unit, anchors, restun, 4 pings
03:25:19.276  probing → backing-off: a remedy is authorised; the mildest that is left comes first (session-stuck, ours: plc and site-router: disco pings are answered, nothing gets through WireGuard; with no witness in the tailnet, this host's fault and its own cannot be told apart)
03:25:19.276    remembers: 0 restarts, 1 up-resets in the last hour
03:25:19.276    applies up-reset
03:25:19.276  backing-off → remedying: waited long enough; apply the mildest remedy left (up-reset, attempt 1)
