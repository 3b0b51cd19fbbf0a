#!/bin/sh
# Pings the subnet router through the tailnet every 15 s; restarts tailscaled after three failures in a row, and then
# leaves it alone for a minute.
#
# The commonest home-made supervisor, as a cron job or a loop like this one. In its favour: it asks tailscaled, so that a
# blocked ICMP does not mislead it, one success forgives all failures, and a ping that hangs has failed.

failures=0
while sleep 15; do
    if timeout 10 tailscale ping --c 1 --timeout 5s --until-direct=false "$ROUTER" >/dev/null 2>&1; then
        failures=0
        continue
    fi
    failures=$((failures + 1))
    if [ "$failures" -ge 3 ]; then
        echo "$ROUTER did not answer $failures times, restarting tailscaled"
        systemctl restart tailscaled.service
        failures=0
        sleep 60
    fi
done
