# Control is dead and its name does not resolve: a new connection needs the name, so nothing is tried again and again.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

remedy reconnect does-nothing
remedy kick does-nothing
names broken
control stuck 40min
advance 30min
----
02:14:14.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:14:14.012    asks status, prefs, unit, anchors, connections, 8 pings
02:14:14.023  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:14:14.023    applies reconnect
02:14:14.023  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:14:14.028  (reconnect: done)
02:14:14.028  remedying → settling: the remedy is over; let its own churn come to rest
02:14:15.528  settling → probing: nothing moved for the quiet period
02:14:15.528    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:14:18.528  probing → probing: the targets answer; once more for the proof
02:14:18.528    asks connections
02:14:19.539  probing → reported: nothing to mend from here now; say so and keep looking (dns-broken, local DNS: controlplane.tailscale.com does not resolve at 192.0.2.53 while the WAN answers by address; tailscaled has lost control, and finds it again only by name)
02:14:19.539    to do: look at the resolver 192.0.2.53 in /etc/resolv.conf: is it the one of the uplink in use?

names back
remedy reconnect works
until healthy within 20min
----
02:44:49.188  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but control has lost this host while its server answers)
02:44:49.188    applies reconnect
02:44:49.188  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 2)
02:44:49.193  (reconnect: done)
02:44:49.193  remedying → settling: the remedy is over; let its own churn come to rest
02:44:50.693  settling → probing: nothing moved for the quiet period
02:44:50.693    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:44:53.693  probing → probing: the targets answer; once more for the proof
02:44:54.704  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

