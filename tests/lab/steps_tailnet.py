"""Faults at the far side and in control: the subnet router, the target behind it, routes and keys as control has them."""

from topology import SUBNET
from vocabulary import step


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
def site_is_deaf(lab):
    """A zombie: nothing from the internet gets into the far subnet router any more, while it goes on sending."""
    lab.tailnet.control("POST", "/pin", node="site")
    lab.net.cut("site", "deaf", "iifname eth0")


@step
def site_hears(lab):
    lab.net.mend("site", "deaf")
    lab.tailnet.control("POST", "/unpin", node="site")


@step
def route_not_advertised(lab):
    """The far subnet router no longer advertises its subnet; control takes the route from it, as it must."""
    lab.tailnet.set("site", "--advertise-routes=")
    lab.tailnet.control("POST", "/unapprove", node="site")


@step
def route_advertised(lab):
    lab.tailnet.set("site", f"--advertise-routes={SUBNET}")
    lab.tailnet.approve("site", SUBNET)


@step
def route_not_approved(lab, node="site"):
    """It is still advertised, and an administrator of the tailnet has taken the approval back."""
    lab.tailnet.control("POST", "/unapprove", node=node)


@step
def route_approved(lab, node="site"):
    lab.tailnet.control("POST", "/approve", node=node)


@step
def key_expires(lab, node="host"):
    lab.tailnet.control("POST", "/expire", node=node)


@step
def key_is_extended(lab, node="host"):
    lab.tailnet.control("POST", "/unexpire", node=node)


@step
def target_host_down(lab):
    lab.net.ip("lan", "link", "set", "eth0", "down")


@step
def target_host_up(lab):
    lab.net.ip("lan", "link", "set", "eth0", "up")
    lab.net.ip("lan", "route", "replace", "default", "via", "10.77.0.1")


@step
def target_ends(lab):
    """The service is gone; its host refuses connections."""
    lab.tailnet.kill("target")


@step
def target_starts(lab):
    lab.tailnet.start_target()


@step
def target_resets(lab):
    """The service accepts and resets at once, as a proxy with nothing behind it does."""
    lab.tailnet.kill("target")
    lab.tailnet.start_target("resets")


@step
def target_works_again(lab):
    lab.tailnet.kill("target")
    lab.tailnet.start_target()
