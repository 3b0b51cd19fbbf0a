# Userspace networking, and one of two targets lacks its `proxy`: nothing on this host mends that, for hours.
targets plc=10.77.0.10:502 hmi=10.77.0.11:80
via-proxy plc
networking userspace
start
advance 3h
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → reported: nothing to mend from here now; say so and keep looking (route-not-installed, configuration: tailscaled runs without a network interface (userspace networking), and hmi has no proxy)
02:14:03.001    to do: set `proxy` of hmi in tailmend.toml to tailscaled's --socks5-server
02:14:03.001    not done: reconnect (tailscaled runs without a network interface), up-reset (tailscaled runs without a network interface), restart (tailscaled runs without a network interface)

via-proxy hmi
reload
until healthy within 1min
----
05:14:00.000  reported → settling: what it stands on changed; let it come to rest (configuration read anew)
05:14:01.000  settling → probing: nothing moved for the quiet period
05:14:01.000    asks targets, status, prefs, unit, anchors, restun, 9 pings
05:14:04.000  probing → probing: the targets answer; once more for the proof
05:14:05.011  probing → healthy: the targets answer through the tailnet (healthy: plc and hmi answer through the tailnet in at most 11 ms)

