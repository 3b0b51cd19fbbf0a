# No tailscale on this machine yet: said once, nothing tried; it goes on by itself once tailscale is there.
tailscale absent
start
advance 30min
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → reported: nothing to mend from here now; say so and keep looking (backend-dead, administrator: tailscale is not installed: there is neither tailscaled.service nor /run/tailscale/tailscaled.sock)
02:14:03.001    to do: install tailscale, then: sudo tailscale up. Where it runs under another name, [tailscale] in tailmend.toml says so
02:14:03.001    not done: restart (there is no such unit)

tailscale installed
until healthy within 60s
----
02:44:10.029  probing → reported: nothing to mend from here now; say so and keep looking (backend-starting: tailscaled started 6.6 s ago and is still finding its way)
02:44:16.040  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
