#!/bin/sh
# Restarts tailscaled whenever the network changes.
#
# It is what the tailscale issue tracker recommends for a tailscaled that is dead after an outage (#18615: watch
# `ip monitor`, restart on change), and what dispatcher scripts of NetworkManager and networkd do when an uplink changes.
# In its favour: it leaves out what tailscaled does itself, or it would restart for ever, and a burst is one change.

ip -oneline monitor link address route | grep --line-buffered -v -e tailscale0 -e 'table 52' | while read -r change; do
    while timeout 1 head -n 1 | grep -q .; do :; done
    echo "the network changed, restarting tailscaled: $change"
    systemctl restart tailscaled.service
done
