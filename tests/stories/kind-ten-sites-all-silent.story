# Ten sites with a router each, all silent while the WAN is well: four of them and the witnesses are asked, and the tunnel is mended.
targets site-1=10.77.1.10:502 site-2=10.77.2.10:502 site-3=10.77.3.10:502 site-4=10.77.4.10:502 site-5=10.77.5.10:502 site-6=10.77.6.10:502 site-7=10.77.7.10:502 site-8=10.77.8.10:502 site-9=10.77.9.10:502 site-10=10.77.10.10:502
routers apart
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: site-1, site-2 and 8 more answer through the tailnet in at most 11 ms)

at 02:15:00 tunnel stuck 110s
until healthy within 3min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from site-1 yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 20 pings
02:15:07.312  probing → backing-off: a remedy is authorised; the mildest that is left comes first (tunnel-broken, ours: site-1, site-2 and 13 more are silent while the WAN answers)
02:15:07.312    applies kick to all connections
02:15:07.312  backing-off → remedying: waited long enough; apply the mildest remedy left (kick, attempt 1)
02:15:07.462  (kick: done)
02:15:07.462  remedying → settling: the remedy is over; let its own churn come to rest
02:15:07.962  settling → probing: nothing moved for the quiet period
02:15:07.962    asks targets, status, prefs, unit, anchors, restun, 20 pings
02:15:10.962  probing → probing: the targets answer; once more for the proof
02:15:11.973  probing → healthy: the targets answer through the tailnet (healthy: site-1, site-2 and 8 more answer through the tailnet in at most 11 ms)

