# The resolver is still the dead provider's: names of control do not resolve while their addresses answer.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 names broken
advance 30min
----
02:24:05.034  probing → reported: nothing to mend from here now; say so and keep looking (dns-broken, local DNS: controlplane.tailscale.com does not resolve at 192.0.2.53 while the WAN answers by address)
02:24:05.034    to do: look at the resolver 192.0.2.53 in /etc/resolv.conf: is it the one of the uplink in use?

names back
until healthy within 3min
----
02:45:26.496  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
