# A boot behind a firewall that lets control through, and neither UDP nor DERP: tailscaled stays Starting, and another one
# would too. No restart; said what to look at.
udp blocked
derp away
systemctl restart
start
advance 30min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.210  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 11 ms ago and is still finding its way)
02:16:03.215    now backend-starting, path: tailscaled has been Starting for 2 min while the control server answers, and DERP nyc does not
02:16:03.215    to do: is outgoing UDP, or TCP 443 to DERP, let through on this uplink? tailscale netcheck tells

derp back
until healthy within 1min
----
02:44:14.252  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

