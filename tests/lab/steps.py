"""The vocabulary of faults. A scenario names these; a new one is a function here and a line in a scenario file.

Each takes the running lab and the step's own keys. Whoever cuts a path cuts both directions.
"""

import os
import signal

from topology import CONTROL, DERP, FIRST_WAN, SECOND_WAN

STEPS = {}


def step(function):
    STEPS[function.__name__.replace("_", "-")] = function
    return function


def black_hole(lab, what, address):
    lab.net.cut("inet", what, f"ip saddr {address}", f"ip daddr {address}")


@step
def wan_dies(lab, which=1):
    """The provider of the first or second WAN drops everything; no interface changes anywhere."""
    black_hole(lab, f"wan{which}", {1: FIRST_WAN, 2: SECOND_WAN}[which])


@step
def wan_returns(lab, which=1):
    lab.net.mend("inet", f"wan{which}")


@step
def upstream_moves(lab):
    """behind: the router in front of us moves to its second WAN; the mappings of its SNAT stay with the first."""
    lab.net.ip("rb", "route", "replace", "default", "via", "203.0.113.1")
    black_hole(lab, "wan1", FIRST_WAN)


@step
def default_route_moves(lab):
    """edge: a failover script moves the default route to the other interface; both providers go on working."""
    lab.net.ip("host", "route", "replace", "default", "via", "10.2.0.1", "dev", "wan1", "metric", "50")


@step
def gateway_moves(lab, old_flows):
    """edge: another router takes over on the same interface; it answers the old router's flows with RST or silence."""
    if old_flows == "silence":
        lab.net.sysctl("r3", "net.netfilter.nf_conntrack_tcp_loose=0")
        lab.net.nft("r3", "table ip strict { chain forward { type filter hook forward priority filter; "
                          "ct state invalid drop; }\n}\n")
    black_hole(lab, "wan1", FIRST_WAN)
    lab.net.ip("host", "route", "replace", "default", "via", "10.1.0.2", "dev", "wan0", "metric", "100")


@step
def carrier_lost(lab):
    """edge: the cable of the first uplink is pulled at the switch. The kernel sends no message about routes."""
    lab.net.ip("switch", "link", "set", "to-host", "down")


@step
def tailscaled_stopped_in_its_tracks(lab):
    """SIGSTOP: systemd still calls it active, its socket still accepts."""
    os.kill(lab.host.main_pid("tailscaled.service"), signal.SIGSTOP)


@step
def tailscale_down(lab):
    lab.host.run("tailscale", "down")


@step
def tailscale_up(lab):
    lab.host.run("tailscale", "up", limit=40)  # any flag would ask for all the others


@step
def site_powered_off(lab, online="noticed"):
    """The far subnet router loses power; online="pinned" is a control server that has not noticed."""
    if online == "pinned":
        lab.tailnet.control("POST", "/pin", node="site")
    lab.net.ip("rs", "link", "set", "lan", "down")
    lab.tailnet.kill("site")


@step
def site_powered_on(lab):
    lab.net.ip("rs", "link", "set", "lan", "up")
    lab.tailnet.start_node("site")
    lab.tailnet.control("POST", "/unpin", node="site")


@step
def control_unreachable(lab):
    black_hole(lab, "control", CONTROL)


@step
def control_returns(lab):
    lab.net.mend("inet", "control")


@step
def derp_unreachable(lab):
    black_hole(lab, "derp", DERP)


@step
def derp_returns(lab):
    lab.net.mend("inet", "derp")


@step
def host_runs(lab, command):
    """Anything else on the supervised host: a list of words."""
    lab.host.run(*command)
