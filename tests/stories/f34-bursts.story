# F34: outages of 5 to 30 s in bursts for ten minutes: each judged by itself, afterwards unstable.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 wan dead
at 02:15:05 wan alive
at 02:15:15 wan dead
at 02:15:27 wan alive
at 02:15:40 wan dead
at 02:16:10 wan alive
at 02:17:30 wan dead
at 02:17:38 wan alive
at 02:17:50 wan dead
at 02:18:10 wan alive
at 02:20:00 wan dead
at 02:20:30 wan alive
at 02:23:00 wan dead
at 02:23:25 wan alive
at 02:24:30 wan dead
at 02:25:00 wan alive
advance 20min
----
02:15:04.012  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:04.012    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.012  probing → backing-off: a remedy is authorised; the mildest that is left comes first (control-stuck, ours: the targets answer, but tailscaled's connection to control is dead while its server answers)
02:15:07.012    applies reconnect
02:15:07.012  backing-off → remedying: waited long enough; apply the mildest remedy left (reconnect, attempt 1)
02:15:07.017  (reconnect: done)
02:15:07.017  remedying → settling: the remedy is over; let its own churn come to rest
02:15:08.517  settling → probing: nothing moved for the quiet period
02:15:08.517    asks targets, status, prefs, unit, anchors, restun, 8 pings
02:15:11.517  probing → probing: the targets answer; once more for the proof
02:15:12.528  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:22.528  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:15:22.528    asks status, prefs, unit, anchors, connections, 8 pings
02:15:25.528  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:15:25.528    to do: nothing on this host helps; look at the uplink and its provider
02:15:31.550  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:15:41.850  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:41.850    asks status, prefs, unit, anchors, connections, 8 pings
02:15:44.850  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:15:44.850    to do: nothing on this host helps; look at the uplink and its provider
02:16:14.872  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:35.895  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:17:35.895    asks status, prefs, unit, anchors, connections, 8 pings
02:17:38.894  probing → probing: the targets answer; once more for the proof
02:17:39.905  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
02:17:59.906  healthy → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:17:59.906    asks status, prefs, unit, anchors, connections, 8 pings
02:18:02.906  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:18:02.906    to do: nothing on this host helps; look at the uplink and its provider
02:18:11.917  probing → reported: nothing to mend from here now; say so and keep looking (unstable, WAN: the targets answer now, but in the last 4 min they failed 3 times, 19 % of the time; it was wan-down when it failed last)
02:18:11.917    to do: look at the uplink and its provider; journalctl -u tailmend tells each outage and what it was
02:20:03.239  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:20:03.239    asks status, prefs, unit, anchors, connections, 8 pings
02:20:06.239  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:20:06.239    to do: nothing on this host helps; look at the uplink and its provider
02:20:31.250  probing → reported: nothing to mend from here now; say so and keep looking (unstable, WAN: the targets answer now, but in the last 7 min they failed 4 times, 17 % of the time; it was wan-down when it failed last)
02:20:31.250    to do: look at the uplink and its provider; journalctl -u tailmend tells each outage and what it was
02:23:03.594  reported → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:23:03.594    asks status, prefs, unit, anchors, connections, 8 pings
02:23:06.594  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:23:06.594    to do: nothing on this host helps; look at the uplink and its provider
02:23:28.616  probing → reported: nothing to mend from here now; say so and keep looking (unstable, WAN: the targets answer now, but in the last 9 min they failed 5 times, 15 % of the time; it was wan-down when it failed last)
02:23:28.616    to do: look at the uplink and its provider; journalctl -u tailmend tells each outage and what it was
02:24:39.638  reported → probing: something is not as it was; gather all evidence (tailscaled's connection to control does not answer)
02:24:39.638    asks status, prefs, unit, anchors, connections, 8 pings
02:24:42.638  probing → wan-down: no way out; nothing here can mend that (wan-down, WAN: no WAN anchor of 2 and no peer answers)
02:24:42.638    to do: nothing on this host helps; look at the uplink and its provider
02:25:04.660  probing → reported: nothing to mend from here now; say so and keep looking (unstable, WAN: the targets answer now, but in the last 11 min they failed 6 times, 17 % of the time; it was wan-down when it failed last)
02:25:04.660    to do: look at the uplink and its provider; journalctl -u tailmend tells each outage and what it was
02:35:14.880  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
