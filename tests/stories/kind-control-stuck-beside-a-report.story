# Another router took this host's subnet over, which is reported; the dead connection to control is mended all the same.
own subnet 10.88.0.0/24
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 own taken
advance 2min
control stuck 962s
advance 15min
----
02:17:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:17:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:17:04.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (route-missing, configuration: this host advertises 10.88.0.0/24, but other-router carries it now)
02:17:04.023    to do: if that was not meant, look at other-router
02:17:04.023    applies reconnect
02:17:04.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:17:04.028  (reconnect: done)
02:17:04.028  remedying → settling: the remedy is over; let its own churn come to rest
02:17:05.528  settling → probing: nothing moved for the quiet period
02:17:05.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:17:08.528  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24, but other-router carries it now)

