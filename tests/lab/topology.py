"""The two landscapes. In the middle "inet", a router with the control server and DERP on it; around it NAT routers.

            edge                                  behind                        far side, both
  host wan0 ─ switch ┬ r1 ─ inet        host wan0 ─ rb ┬ w1 ─ inet       inet ─ rs ─ site ─ lan (TCP target)
                     └ r3 ─ inet                       └ w2 ─ inet       inet ─ rw ─ witness
  host wan1 ─────────── r2 ─ inet

The routers of the far side forward tailscaled's port: its nodes can be reached from an address they have not yet heard of.
"""

CONTROL = "10.99.0.2"
DERP = "10.99.0.3"
TARGET = ("10.77.0.10", 502)
SUBNET = "10.77.0.0/24"

FIRST_WAN, SECOND_WAN, THIRD_WAN = "198.51.100.2", "203.0.113.2", "192.0.2.2"


def far_side(net):
    net.add("inet", "rs", "rw", "site", forward=True)
    net.add("witness", "lan")
    for address in (CONTROL, DERP):
        net.ip("inet", "address", "add", f"{address}/32", "dev", "lo")
    for router, node, wan, gateway, inside in (("rs", "site", "192.0.2.34", "192.0.2.33", "10.3.0"),
                                               ("rw", "witness", "192.0.2.66", "192.0.2.65", "10.4.0")):
        net.wire((router, "wan", f"{wan}/30"), ("inet", router, f"{gateway}/30"))
        net.wire((router, "lan", f"{inside}.1/24"), (node, "eth0", f"{inside}.10/24"))
        net.ip(router, "route", "add", "default", "via", gateway)
        net.ip(node, "route", "add", "default", "via", f"{inside}.1")
        net.masquerade(router, "wan")
        net.open_port(router, 41641, f"{inside}.10")
    net.wire(("site", "lan", "10.77.0.1/24"), ("lan", "eth0", f"{TARGET[0]}/24"))
    net.ip("lan", "route", "add", "default", "via", "10.77.0.1")


def uplink(net, router, interface, wan):
    """One WAN of a router; the internet's end is the address before it."""
    head, last = wan.rsplit(".", 1)
    gateway = f"{head}.{int(last) - 1}"
    net.wire((router, interface, f"{wan}/30"), ("inet", f"{router}-{interface}", f"{gateway}/30"))
    return gateway


def edge(net):
    far_side(net)
    net.add("r1", "r2", "r3", forward=True)
    net.add("host")
    net.switch("switch", ("host", "wan0", "10.1.0.10/24"), ("r1", "lan", "10.1.0.1/24"), ("r3", "lan", "10.1.0.2/24"))
    net.wire(("host", "wan1", "10.2.0.10/24"), ("r2", "lan", "10.2.0.1/24"))
    for router, wan in (("r1", FIRST_WAN), ("r2", SECOND_WAN), ("r3", THIRD_WAN)):
        net.ip(router, "route", "add", "default", "via", uplink(net, router, "wan", wan))
        net.masquerade(router, "wan")
    # As a router would have it: a default route on an uplink without carrier is not used.
    for interface in ("all", "default", "wan0", "wan1"):
        net.sysctl("host", f"net.ipv4.conf.{interface}.ignore_routes_with_linkdown=1")
    net.ip("host", "route", "add", "default", "via", "10.1.0.1", "dev", "wan0", "metric", "100")
    net.ip("host", "route", "add", "default", "via", "10.2.0.1", "dev", "wan1", "metric", "200")


def behind(net):
    far_side(net)
    net.add("rb", forward=True)
    net.add("host")
    net.wire(("host", "wan0", "10.1.0.10/24"), ("rb", "lan", "10.1.0.1/24"))
    gateway = uplink(net, "rb", "w1", FIRST_WAN)
    uplink(net, "rb", "w2", SECOND_WAN)
    net.ip("rb", "route", "add", "default", "via", gateway)
    net.snat("rb", w1=FIRST_WAN, w2=SECOND_WAN)
    net.ip("host", "route", "add", "default", "via", "10.1.0.1", "dev", "wan0", "metric", "100")


TOPOLOGIES = {"edge": edge, "behind": behind}
