# UDP is blocked right before a heartbeat: for some seconds tailscaled sends to the router's last way alone, while a witness
# that was idle answers through DERP. The router is not accused, and nothing is opened anew.
start
until healthy within 30s
----
02:14:00.001  starting → probing: the first picture of kernel and tailscaled is in; see whether it carries data
02:14:00.001    asks targets, status, prefs, unit, anchors, restun
02:14:03.001  probing → probing: the targets answer; once more for the proof
02:14:04.012  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)

at 02:15:00 router off
until probing within 15s
advance 7s
router on
advance 1min
----
02:15:04.312  healthy → probing: something is not as it was; gather all evidence (no answer from plc yet)
02:15:04.312    asks status, prefs, unit, anchors, connections, 8 pings
02:15:07.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:10.312  probing → probing: not yet the evidence that the next remedy needs; look again
02:15:11.322  probing → probing: the targets answer; once more for the proof
02:15:12.333  probing → healthy: the targets answer through the tailnet (healthy: plc answers through the tailnet in 11 ms)
