# What tailscaled says within seconds of a look is mostly the look's own echo. A fault of that moment is not overheard: the
# next heartbeat asks.
own subnet 10.88.0.0/24
start
until healthy within 30s
advance 3s
forwarding off
bus health
advance 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:14:14.023  healthy → probing: something is not as it was; gather all evidence (a subnet that this host advertises is amiss)
02:14:14.023    asks targets, status, prefs, unit, anchors, connections, 8 pings
02:14:14.034  probing → reported: nothing to mend from here now; say so and keep looking (route-missing, configuration: this host advertises 10.88.0.0/24 and does not forward packets: IP forwarding is disabled)
02:14:14.034    to do: sudo sysctl -w net.ipv4.ip_forward=1, and keep it in /etc/sysctl.d
