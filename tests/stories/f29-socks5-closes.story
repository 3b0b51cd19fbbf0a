# F29: the proxy takes the connection and closes it, or says nothing.
via-proxy plc
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 proxy closes
advance 1min
----
02:15:04.023  healthy → probing: something is not as it was; gather all evidence (plc: proxy closed)
02:15:04.023    asks status, prefs, unit, anchors, connections, 8 pings
02:15:04.034  probing → reported: nothing to mend from here now; say so and keep looking (proxy-broken, ours: plc cannot be tried: its proxy takes the connection and closes it)
02:15:04.034    to do: is tailscaled started with --socks5-server=127.0.0.1:1055? Look at its FLAGS and at `ss -ltn`

proxy says-nothing
advance 1min
----
(nothing)
