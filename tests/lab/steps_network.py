"""Faults of the ways: providers, routers in front, cables, interfaces."""

import subprocess
import threading
import time

from host import TAILSCALED
from topology import CONTROL, DERP, FIRST_WAN, SECOND_WAN, SITE_WAN, WITNESS_WAN
from vocabulary import step

LONGEST_FLOOD_S = 300
WANS = {1: FIRST_WAN, 2: SECOND_WAN}


def black_hole(lab, what, address):
    lab.net.cut("inet", what, f"ip saddr {address}", f"ip daddr {address}")


@step
def wan_dies(lab, which=1):
    """The provider of the first or second WAN drops everything; no interface changes anywhere."""
    black_hole(lab, f"wan{which}", WANS[which])


@step
def wan_returns(lab, which=1):
    lab.net.mend("inet", f"wan{which}")


@step
def wan_away(lab, seconds, which=1):
    """The provider is gone for some seconds; the step lasts as long."""
    wan_dies(lab, which)
    time.sleep(seconds)
    wan_returns(lab, which)


@step
def wan_loses(lab, percent, seconds, which=1):
    """Of what comes from the first or second WAN so many packets in a hundred, by chance; the step lasts as long."""
    lab.net.cut("inet", f"loss{which}", f"ip saddr {WANS[which]} numgen random mod 100 < {percent}")
    time.sleep(seconds)
    lab.net.mend("inet", f"loss{which}")


@step
def upstream_moves(lab):
    """behind: the router in front of us moves to its second WAN; the mappings of its SNAT stay with the first."""
    lab.net.ip("rb", "route", "replace", "default", "via", "203.0.113.1")
    black_hole(lab, "wan1", FIRST_WAN)


@step
def public_address_changes(lab):
    """behind: the provider gives the router in front of us another address; the mappings of its SNAT stay with the old one."""
    old = lab.public_address
    head, last = "198.51.100.", 16 if old == FIRST_WAN else int(old.rsplit(".", 1)[1]) + 1
    lab.public_address = f"{head}{last}"
    lab.net.ip("inet", "route", "add", f"{lab.public_address}/32", "via", FIRST_WAN)
    lab.net.nft("rb", f"flush chain ip lab post\nadd rule ip lab post oifname w1 snat to {lab.public_address}\n")
    black_hole(lab, f"was_{old.replace('.', '_')}", old)


@step
def default_route_moves(lab):
    """edge: a failover script moves the default route to the other interface; both providers go on working."""
    lab.net.ip("host", *lab.place.family, "route", "replace", "default", "via", lab.place.second_gateway, "dev", "wan1",
               "metric", "50")


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
def carrier_returns(lab):
    lab.net.ip("switch", "link", "set", "to-host", "up")


@step
def interface_down(lab, interface="wan0"):
    """edge: an administrator's or a driver's `link down`. With IPv4 only, tailscaled hears nothing of it."""
    lab.net.ip("host", "link", "set", interface, "down")


@step
def second_uplink_is_narrow(lab, bytes_at_most=1280):
    """edge: whatever is larger is dropped by the second provider, in both directions, and nobody says so (no ICMP)."""
    lab.net.nft("r2", "table ip narrow { chain forward { type filter hook forward priority filter; "
                      f"meta length > {bytes_at_most} drop; }}\n}}\n")


@step
def udp_blocked(lab):
    """behind: the network in front of us lets no UDP through."""
    lab.net.cut("rb", "udp", "meta l4proto udp")


@step
def control_unreachable(lab):
    black_hole(lab, "control", CONTROL)


@step
def control_refuses(lab):
    """behind: the control server's host is up, and nobody serves there for this host; open connections are reset too."""
    lab.net.cut("inet", "control", f"ip saddr {FIRST_WAN} ip daddr {CONTROL} tcp dport 80", verdict="reject with tcp reset")


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
def peers_away(lab):
    """Nobody in the tailnet answers, while control and DERP do, and control has noticed nothing: as a tunnel that is
    held broken looks from here, whatever is done on this host."""
    for node, address in (("site", SITE_WAN), ("witness", WITNESS_WAN)):
        lab.tailnet.control("POST", "/pin", node=node)
        black_hole(lab, node, address)


@step
def peers_return(lab):
    for node in ("site", "witness"):
        lab.net.mend("inet", node)
        lab.tailnet.control("POST", "/unpin", node=node)


@step
def each_start_heals_for(lab, seconds):
    """From now on each start of tailscaled heals what peers-away has broken for so long, and no longer."""
    def follow():
        known = lab.host.show(TAILSCALED, "InvocationID")
        while not lab.timeline.stop.wait(0.2):
            now = lab.host.show(TAILSCALED, "InvocationID")
            if now in ("", known) or not lab.net.is_cut("inet", "site"):
                continue
            known = now
            peers_return(lab)
            lab.timeline.stop.wait(seconds)
            peers_away(lab)
    threading.Thread(target=follow, daemon=True).start()


@step
def routes_flood(lab, number=1_000_000, table=100):
    """A routing daemon fills a table of its own: one netlink message for each route. It goes on while the next steps play."""
    batch = lab.ledger.directory / "routes"
    with open(batch, "w") as out:
        for i in range(number):
            out.write(f"route add 11.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}/32 dev wan0 table {table}\n")
    lab.flood = lab.ledger.start(["ip", "-n", lab.net.names["host"], "-batch", batch], log=lab.record / "flood.log")


@step
def routes_flood_ends(lab):
    """Waits for the flood's end; a flood that failed would prove nothing."""
    try:
        status = lab.flood.wait(timeout=LONGEST_FLOOD_S)
    except subprocess.TimeoutExpired as problem:
        raise RuntimeError(f"the routes were not all added in {LONGEST_FLOOD_S} s") from problem
    if status != 0:
        raise RuntimeError(f"the routes could not be added; see {lab.record}/flood.log")
