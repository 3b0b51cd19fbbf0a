#!/bin/sh
# Restarts tailscaled when its own status has not said Online for five minutes.
#
# So works the watchdog of the Home Assistant add-on, and many a health check in front of a container. In its favour: a
# status that cannot be had counts as not online, and the five minutes begin anew after a restart.

last_online=$(date +%s)
while sleep 15; do
    now=$(date +%s)
    if timeout 10 tailscale status --json --peers=false 2>/dev/null | grep -q '"Online": true'; then
        last_online=$now
    elif [ $((now - last_online)) -ge 300 ]; then
        echo "not online for $((now - last_online)) s, restarting tailscaled"
        systemctl restart tailscaled.service
        last_online=$now
    fi
done
