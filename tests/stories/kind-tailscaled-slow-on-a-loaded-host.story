# LocalAPI answers after the limit on a loaded host, and the target is silent: not one restart after the other.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi slow 4s
target plc silent
advance 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (backend-hung, ours: tailscaled accepts questions and has not answered 2 times in a row)
02:15:10.312    to do: sudo systemctl restart tailscaled.service
02:15:10.312    not done: reconnect (LocalAPI does not answer)
02:15:10.312    remembers: 1 restarts, 0 up-resets in the last hour
02:15:10.312    applies restart
02:15:10.312  backing-off → remedying: waited long enough; apply the mildest remedy left (restart, attempt 1)
02:15:10.912  (restart: done)
02:15:10.912  remedying → settling: the remedy is over; let its own churn come to rest
02:15:12.912  settling → probing: nothing moved for the quiet period
02:15:12.912    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:15.912  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 2.4 s ago and is still finding its way)
02:15:45.913  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: tailscaled accepts questions and has not answered 9 times in a row)
02:15:45.913    to do: sudo systemctl restart tailscaled.service
02:15:45.913    not done: reconnect (LocalAPI does not answer), restart (it was restarted and hangs again; once more after five minutes)

