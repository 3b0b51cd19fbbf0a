# Booted with no way out: a tailscaled that waits for one is not what is wrong.
network none hints link-down
systemctl restart
start
advance 20min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.210  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: this host has no way out: no default route with carrier)
02:14:03.210    to do: ip route; ip -6 route; look at the uplink

