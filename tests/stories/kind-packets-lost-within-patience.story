# A path that was slow for a while and now loses packets: so much was learned of it that a second more is not late, and none
# calls for a look. It is said all the same.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:14:30 detour 2750ms
advance 1min
detour 0ms
wan loses 3
until reported within 9min
----
02:14:34.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:14:34.312    asks status, prefs, unit, anchors, connections, 8 pings
02:14:36.773  probing → probing: the targets answer; once more for the proof
02:14:40.534  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 2.8 s)
02:18:14.589  probing → reported: nothing to mend from here now; say so and keep looking (unstable, path: the targets answer, but in the last 4 min 20 % of the connections took a second or more too long: packets get lost, or wait in a full queue)
02:18:14.589    to do: ping an address outside: where replies are missing or slow, look at the uplink and its provider, otherwise at the far side's uplink
