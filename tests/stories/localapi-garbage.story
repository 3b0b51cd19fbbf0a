# LocalAPI answers rubbish. While the targets answer that is no fault; when they do not, it is no evidence for acting.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 localapi garbled
asked
until healthy within 10s
----
02:15:00.000  healthy → probing: something is not as it was; gather all evidence (a person asked)
02:15:00.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:15:00.011  probing → probing: the targets answer; once more for the proof
02:15:01.022  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms; LocalAPI gives nothing that can be used (garbled))

tunnel stuck 40s
advance 30s
----
02:15:11.322  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:11.322    asks status, prefs, unit, anchors, connections, 8 pings
02:15:14.022  probing → reported: nothing to mend from here now; say so and keep looking (backend-hung, ours: LocalAPI gives nothing that can be used (garbled))
02:15:14.022    to do: is /run/tailscale/tailscaled.sock tailscaled's own socket, and does tailmend run as root?

localapi answers
until healthy within 60s
----
02:15:40.022  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:15:40.022    applies kick to all connections
02:15:40.022  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:40.172  (kick: done)
02:15:40.172  remedying → settling: the remedy is over; let its own churn come to rest
02:15:40.672  settling → probing: nothing moved for the quiet period
02:15:40.672    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:43.672  probing → probing: the targets answer; once more for the proof
02:15:44.683  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
