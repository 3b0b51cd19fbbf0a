# The control server's host is up and its service is not: it refuses. It is its fault.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 control refuses
advance 3min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:06.012  probing → probing: the targets answer; once more for the proof
02:15:09.012  probing → reported: nothing to mend from here now; say so and keep looking (control-unreachable, WAN: the targets answer, but the control server refuses connections; the data plane is left alone)
02:15:09.012    to do: nothing on this host helps; tailscaled reconnects when the server answers again

# Now the tunnel breaks so that only a restart would help; that would leave nothing at all until control is back.
steps restart
reload
tunnel stuck deep
advance 1min
----
02:18:00.000  reported → settling: what it stands on changed; let it come to rest (configuration read anew)
02:18:01.000  settling → probing: nothing moved for the quiet period
02:18:01.000    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:18:04.000  probing → reported: nothing to mend from here now; say so and keep looking (tunnel-broken, ours: plc, site-router and 2 witnesses are silent while the WAN answers)
02:18:04.000    not done: kick (not in `steps`), rebind (not in `steps`), reconnect (not in `steps`), conntrack (not in `steps`), up-reset (not in `steps`), restart (the control server does not answer)

