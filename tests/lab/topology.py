"""The landscapes. In the middle "inet", a router with the control server and DERP on it; around it NAT routers.

            edge                                  behind                        far side, all
  host wan0 ─ switch ┬ r1 ─ inet        host wan0 ─ rb ┬ w1 ─ inet       inet ─ rs ─ site ─ lan (TCP target)
                     └ r3 ─ inet                       └ w2 ─ inet       inet ─ rw ─ witness
  host wan1 ─────────── r2 ─ inet

behind-masquerade  rb forgets a flow's mapping when it moves
userspace          behind, tailscaled without an interface of its own and with a SOCKS5 listener
router             behind, the host is a subnet router too: host lan0 ─ cell
edge6              edge without the switch and r3, nothing but IPv6 outside the tailnet, and no NAT

The routers of the far side forward tailscaled's port: its nodes can be reached from an address they have not yet heard of.
"""

from collections.abc import Callable
from dataclasses import dataclass

CONTROL = "10.99.0.2"
DERP = "10.99.0.3"
TARGET = ("10.77.0.10", 502)
SUBNET = "10.77.0.0/24"
OWN_SUBNET = "10.88.0.0/24"  # of the topology "router"

FIRST_WAN, SECOND_WAN, THIRD_WAN = "198.51.100.2", "203.0.113.2", "192.0.2.2"
SITE_WAN, WITNESS_WAN = "192.0.2.34", "192.0.2.66"
V6 = "2001:db8"
CONTROL6 = "fd00:99::2"  # private: from a public address without TLS tailscaled would soon ask for port 443
DERP6 = f"{V6}:99::3"
PROXY = "127.0.0.1:1055"


@dataclass(frozen=True)
class Place:
    wires: Callable
    control: str = CONTROL
    derp: str = DERP
    flags: str = ""              # tailscaled's on the supervised host
    proxy: str | None = None     # through which the target is reached
    advertise: str | None = None  # a subnet of the supervised host's own
    family: tuple = ()           # of its default routes, for `ip`
    second_gateway: str = "10.2.0.1"

    def at(self, address, port):
        return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def far_side(net):
    net.add("inet", "rs", "rw", "site", forward=True)
    net.add("witness", "lan")
    for address in (CONTROL, DERP):
        net.ip("inet", "address", "add", f"{address}/32", "dev", "lo")
    for router, node, wan, gateway, inside in (("rs", "site", SITE_WAN, "192.0.2.33", "10.3.0"),
                                               ("rw", "witness", WITNESS_WAN, "192.0.2.65", "10.4.0")):
        net.wire((router, "wan", f"{wan}/30"), ("inet", router, f"{gateway}/30"))
        net.wire((router, "lan", f"{inside}.1/24"), (node, "eth0", f"{inside}.10/24"))
        net.ip(router, "route", "add", "default", "via", gateway)
        net.ip(node, "route", "add", "default", "via", f"{inside}.1")
        net.masquerade(router, "wan")
        net.open_port(router, 41641, f"{inside}.10")
    target_lan(net)


def target_lan(net):
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


def behind(net, nat=None):
    far_side(net)
    net.add("rb", forward=True)
    net.add("host")
    net.wire(("host", "wan0", "10.1.0.10/24"), ("rb", "lan", "10.1.0.1/24"))
    gateway = uplink(net, "rb", "w1", FIRST_WAN)
    uplink(net, "rb", "w2", SECOND_WAN)
    net.ip("rb", "route", "add", "default", "via", gateway)
    if nat == "masquerade":
        net.masquerade("rb", "w1", "w2")
    else:
        net.snat("rb", w1=FIRST_WAN, w2=SECOND_WAN)
    net.ip("host", "route", "add", "default", "via", "10.1.0.1", "dev", "wan0", "metric", "100")


def router(net):
    behind(net)
    net.add("cell")
    net.wire(("host", "lan0", "10.88.0.1/24"), ("cell", "eth0", "10.88.0.10/24"))
    net.ip("cell", "route", "add", "default", "via", "10.88.0.1")
    net.sysctl("host", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")


def edge6(net):
    net.add("inet", "rs", "rw", "site", "r1", "r2", forward=True)
    net.add("witness", "lan", "host")
    for address in (CONTROL6, DERP6):
        net.ip("inet", "address", "add", f"{address}/128", "dev", "lo", "nodad")
    for number, (name, node, interface) in enumerate((("r1", "host", "wan0"), ("r2", "host", "wan1"),
                                                      ("rs", "site", "eth0"), ("rw", "witness", "eth0")), 1):
        net.wire((name, "wan", f"{V6}:a{number}::2/64"), ("inet", name, f"{V6}:a{number}::1/64"))
        net.wire((name, "lan", f"{V6}:{number}::1/64"), (node, interface, f"{V6}:{number}::10/64"))
        net.ip(name, "-6", "route", "add", "default", "via", f"{V6}:a{number}::1")
        net.ip("inet", "-6", "route", "add", f"{V6}:{number}::/64", "via", f"{V6}:a{number}::2")
        net.ip(node, "-6", "route", "add", "default", "via", f"{V6}:{number}::1", "dev", interface, "metric",
               str(100 * number))
        # A provider lets nobody send with another provider's addresses.
        net.nft("inet", f"table ip6 from_{name} {{ chain pre {{ type filter hook prerouting priority raw; iifname {name} "
                        f"ip6 saddr {V6}::/32 ip6 saddr != {{ {V6}:{number}::/64, {V6}:a{number}::/64 }} drop; }}\n}}\n")
    target_lan(net)


TOPOLOGIES = {
    "edge": Place(edge),
    "behind": Place(behind),
    "behind-masquerade": Place(lambda net: behind(net, nat="masquerade")),
    "userspace": Place(behind, flags=f"--tun=userspace-networking --socks5-server={PROXY}", proxy=PROXY),
    "router": Place(router, advertise=OWN_SUBNET),
    "edge6": Place(edge6, control=CONTROL6, derp=DERP6, family=("-6",), second_gateway=f"{V6}:2::1"),
}
