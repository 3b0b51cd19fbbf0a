"""Wires: network namespaces, veth pairs, NAT routers and the ways to break them.

A namespace is named by its role ("host", "inet"); the real name carries the lab's id. Interfaces are made inside their
namespaces, so their names never meet another lab's.
"""

import json

from ledger import command

# A router that rewrites to one fixed address keeps a flow's mapping after it has moved to another uplink ("pinned");
# MASQUERADE forgets it. The input chain drops what nobody asked for before it becomes a conntrack entry that would
# take the port a host behind the router needs.
NAT = """
table ip lab {{
  chain post {{
    type nat hook postrouting priority srcnat;
{rules}
  }}
  chain input {{
    type filter hook input priority filter;
    iifname {{ {outside} }} ct state new meta l4proto {{ tcp, udp }} drop
  }}
}}
"""


class Net:
    def __init__(self, ledger):
        self.ledger = ledger
        self.names = {}
        self.broken = set()  # what is cut now, as (role, what)

    def add(self, *roles, forward=False):
        for role in roles:
            self.names[role] = self.ledger.netns(role)
            self.ip(role, "link", "set", "lo", "up")
            self.sysctl(role, "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0",
                        f"net.ipv4.ip_forward={int(forward)}", f"net.ipv6.conf.all.forwarding={int(forward)}")

    def ip(self, role, *words, check=True):
        return command("ip", "-n", self.names[role], *words, check=check).stdout

    def inside(self, role, *argv):
        """The words that run argv in a namespace."""
        return ["ip", "netns", "exec", self.names[role], *map(str, argv)]

    def sysctl(self, role, *settings):
        command(*self.inside(role, "sysctl", "-q", "-w", *settings))

    def nft(self, role, rules):
        command(*self.inside(role, "nft", "-f", "-"), stdin=rules)

    def wire(self, one, other):
        """A cable; each end is (role, interface, address with prefix or None)."""
        command("ip", "link", "add", one[1], "netns", self.names[one[0]], "type", "veth",
                "peer", "name", other[1], "netns", self.names[other[0]])
        for role, interface, address in (one, other):
            six = bool(address and ":" in address)
            self.sysctl(role, f"net.ipv6.conf.{interface}.disable_ipv6={int(not six)}")
            if address:
                self.ip(role, "address", "add", address, "dev", interface, *(["nodad"] if six else []))
            self.ip(role, "link", "set", "dev", interface, "up")

    def switch(self, role, *ports):
        """A namespace that is nothing but a switch, with one cable to each port."""
        self.add(role)
        self.ip(role, "link", "add", "br0", "type", "bridge")
        self.ip(role, "link", "set", "br0", "up")
        for port in ports:
            self.wire((role, f"to-{port[0]}", None), port)
            self.ip(role, "link", "set", f"to-{port[0]}", "master", "br0")

    def masquerade(self, role, *outside):
        names = ", ".join(outside)
        self.nft(role, NAT.format(rules=f"    oifname {{ {names} }} masquerade", outside=names))

    def snat(self, role, **addresses):
        rules = "\n".join(f"    oifname {name} snat to {address}" for name, address in addresses.items())
        self.nft(role, NAT.format(rules=rules, outside=", ".join(addresses)))

    def open_port(self, role, port, inside):
        """A UDP port that the router forwards, as in front of a subnet router that is meant to be reached directly."""
        self.nft(role, "table ip opened { chain pre { type nat hook prerouting priority dstnat; "
                       f"iifname wan udp dport {port} dnat to {inside}; }}\n}}\n")

    def cut(self, role, what, *matches, verdict="drop"):
        """Drops what matches, or what else the verdict says, everywhere in that namespace, until mend(what). Both directions
        are the caller's."""
        chains = "".join(
            f"  chain {hook} {{ type filter hook {hook} priority raw; "
            + "".join(f"{match} {verdict}; " for match in matches) + "}\n"
            for hook in ("prerouting", "output"))
        self.nft(role, f"table ip cut_{what} {{\n{chains}}}\n")
        self.broken.add((role, what))

    def is_cut(self, role, what):
        return (role, what) in self.broken

    def mend(self, role, what):
        self.broken.discard((role, what))
        command(*self.inside(role, "nft", "delete", "table", "ip", f"cut_{what}"))

    def routes(self, role):
        return json.loads(self.ip(role, "-json", "route", "show", "default") or "[]")
