"""A machine that has never seen tailmend: a bare Debian, booted with systemd on the lab's network, and what a person does there."""

import concurrent.futures
import contextlib
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import image
import roots
import topology
from host import LONGEST_INSTALL_S, TAILMEND_CONFIG, TAILSCALED, Host
from net import Net
from tailnet import Tailnet, await_that
from timeline import JOURNAL_MARKS

UNIT = "tailmend.service"
CONFIG = TAILMEND_CONFIG.format(address=topology.TARGET[0], port=topology.TARGET[1])
WRONG = '[[target]]\nname = "plc"\nadress = "10.77.0.10:502"\n'
LONGEST_HEALTH_S = 120
METRICS = "var/lib/prometheus/node-exporter/tailmend.prom"
# Folders that are no disk, and what every boot and every installation writes.
NOT_KEPT = ("proc", "sys", "dev", "run", "tmp", "var/tmp", "var/log", "var/cache", "var/lib/dpkg", "var/lib/apt", "var/lib/systemd",
            "incoming")


class Failed(Exception):
    """What was expected, and what was there instead."""


def expect(holds, words, got=""):
    if not holds:
        raise Failed(words + (f": {str(got).strip()}" if got else ""))


class Machine(Host):
    """Host without a tailscale of its own: it comes as a package, or not at all."""

    def __init__(self, net, root, programs, record):
        super().__init__(net, programs, root.lower, record)
        self.failed_at_boot = set()

    def shares(self):
        return []

    def boot(self):
        super().boot()
        self.failed_at_boot = self.failed_units()

    def failed_units(self):
        return {line.split()[0] for line in self.run("systemctl", "--failed", "--no-legend", "--plain").stdout.splitlines()}

    def apt(self, *words, check=True):
        """apt as a script would use it; the output is in the record, and in what is raised. Nobody is there to answer: where dpkg
        asks what to do with a configuration file, it fails."""
        done = self.run("apt", "-q", "--yes", "-o", "Dpkg::Use-Pty=0", *words, check=False, limit=LONGEST_INSTALL_S)
        with open(self.record / "apt.log", "a") as log:
            log.write(f"# apt {' '.join(words)}\n{done.stdout}{done.stderr}\n")
        if check:
            expect(done.returncode == 0, f"apt {' '.join(words)} failed", done.stderr or done.stdout[-500:])
        return done

    def bring(self, file, name=None):
        """Lays a file of this machine's into the other one, where apt's own user can read it."""
        place = self.path("incoming")
        place.mkdir(mode=0o755, exist_ok=True)
        shutil.copy(file, place / (name or file.name))
        return f"/incoming/{name or file.name}"

    def install(self, file):
        return self.apt("install", "--no-install-recommends", self.bring(file))

    def version(self):
        """Of the package that is installed."""
        return self.run("dpkg-query", "--show", "--showformat=${Version}", "tailmend").stdout

    def files(self):
        """Every file on its disk, and every user and group."""
        pruned = [word for folder in NOT_KEPT for word in ("-path", f"/{folder}", "-prune", "-o")]
        listed = self.run("find", "/", *pruned, "-printf", "%p\\n").stdout.splitlines()
        return set(listed) | set(self.run("getent", "passwd").stdout.splitlines()) | set(
            self.run("getent", "group").stdout.splitlines())

    def ask(self, *words):
        """What `tailmend … --json` answers, decoded; None where there is no answer."""
        done = self.run("tailmend", *words, "--json", check=False)
        try:
            return json.loads(done.stdout)
        except ValueError:
            return None

    def healthy(self):
        return self.run("tailmend", "check", "--quiet", check=False).returncode == 0

    def await_health(self):
        await_that("a healthy check", self.healthy, limit=LONGEST_HEALTH_S)

    def journal(self, how="--output=cat"):
        return self.run("journalctl", "--no-pager", how, f"--unit={UNIT}", check=False).stdout

    def starts(self, unit=UNIT):
        """How often systemd has started the unit since the boot."""
        marked = self.run("journalctl", "--no-pager", "--output=json", f"--unit={unit}", f"MESSAGE_ID={JOURNAL_MARKS['starting']}",
                          check=False).stdout
        return len(marked.splitlines())

    def write(self, path, text):
        file = self.path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def explained(self, prefix="usr"):
        """The catalog names the pages, and they are there to be read; for a host that is cut off has nothing else."""
        names = set(re.findall(r"/usr/[\w/.]+\.md", self.path(f"{prefix}/lib/systemd/catalog/tailmend.catalog").read_text()))
        expect(any(name.endswith("/faults.md") for name in names), "the catalog does not name faults.md", " ".join(names))
        for name in sorted(names):
            expect(name.startswith(f"/{prefix}/share/doc/tailmend/"), "the catalog names a page of another place", name)
            expect(self.path(name[1:]).is_file(), "the catalog names a page that is not installed", name)
        await_that("a page that `journalctl -x` names", lambda: any(name in self.journal("--catalog") for name in names))

    def leave_metrics(self):
        """In the folder of node_exporter the daemon's metrics, as one leaves them that is killed; the daemon rests after that."""
        metrics = self.path(METRICS)
        await_that("metrics where node_exporter reads them", metrics.exists)
        text = metrics.read_text()
        self.run("systemctl", "stop", UNIT)
        expect(not metrics.exists(), "a daemon that is stopped leaves its metrics")
        metrics.write_text(text)

    def sound(self):
        """What the packager's own tools say of the machine: nothing."""
        audit = self.run("dpkg", "--audit").stdout
        expect(not audit, "dpkg --audit finds something", audit)
        failed = self.failed_units() - self.failed_at_boot
        expect(not failed, "units have failed", " ".join(sorted(failed)))


class Place:
    """Machine, network and tailnet of one test, in a ledger of its own."""

    def __init__(self, ledger, root, options, record, say):
        self.ledger, self.root, self.options, self.record, self.say = ledger, root, options, record, say
        self.net = Net(ledger)
        self.wires = topology.TOPOLOGIES["edge"]
        self.tailnet = Tailnet(self.net, self.wires, options.programs, record)
        self.machine = Machine(self.net, root, options.programs, record)

    def boot(self, tailnet=False):
        """The machine, and the rest of the tailnet where the test needs it."""
        self.wires.wires(self.net)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            booting = pool.submit(self.machine.boot)
            if tailnet:
                self.tailnet.start_services()
                self.tailnet.start_site()
                self.tailnet.start_witness()
            booting.result()
        self.say(f"booted    Debian {self.root.suite}" + (", tailnet up" if tailnet else ""))
        return self.machine

    def tailscale(self):
        """tailscale arrives as a package, and this machine joins the tailnet with the subnet accepted."""
        self.machine.install(self.options.tailscale)
        await_that("tailscaled's start", lambda: self.machine.show(TAILSCALED, "ActiveState") == "active")
        self.machine.run("tailscale", "up", f"--login-server={self.tailnet.login_server()}", "--hostname=host", "--timeout=30s",
                         "--accept-routes", "--accept-dns=false", limit=45)

    def supervised(self, deb):
        """A machine in the tailnet with tailmend installed from `deb`, a target, and health proved."""
        machine = self.boot(tailnet=True)
        self.tailscale()
        machine.install(deb)
        machine.write("etc/tailmend/conf.d/plc.toml", CONFIG)
        machine.run("systemctl", "reload", UNIT)
        machine.await_health()
        await_that("the daemon's own health", lambda: (machine.ask("status") or {}).get("state") == "healthy", limit=LONGEST_HEALTH_S)
        self.say("healthy   tailmend installed, its target answers")
        return machine

    def collect(self):
        """What a failure is understood by; what of it cannot be had any more is left out."""
        for name, words in (("journal", ("journalctl", "--no-pager", "--output=short-precise")), ("status", ("tailmend", "status")),
                            ("check", ("tailmend", "check")), ("units", ("systemctl", "--no-pager", "status", UNIT, TAILSCALED))):
            with contextlib.suppress(Exception):
                (self.record / f"{name}.txt").write_text(self.machine.run(*words, check=False).stdout)


# ---- packages made for the tests ------------------------------------------------------------------------------------

PREVIOUS = "0.0.1"
TAILSCALE_CONTROL = """\
Package: tailscale
Version: 9.0
Architecture: {architecture}
Maintainer: the lab <lab@tailmend.example>
Depends: {depends}
Description: the tailscale that the lab has built, as a package
"""
TAILSCALE_POSTINST = """\
#!/bin/sh
set -e
systemctl daemon-reload
systemctl enable --now tailscaled.service
"""


def pack(tree, into):
    done = subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, into], capture_output=True, text=True)
    expect(done.returncode == 0, f"dpkg-deb does not build {into.name}", done.stderr)
    return into


def tailscale_package(programs, folder):
    """tailscale as its own package would bring it: programs, unit, defaults, started at once."""
    tree = folder / "tailscale"
    daemon, cli = image.tailscaled(programs)
    for source, place in ((daemon, "usr/sbin/tailscaled"), (cli, "usr/bin/tailscale")):
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, tree / place)
        (tree / place).chmod(0o755)
    for place, text in (("lib/systemd/system/tailscaled.service", image.TAILSCALED_UNIT), ("etc/default/tailscaled", image.TAILSCALED_DEFAULTS)):
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        (tree / place).write_text(text)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(TAILSCALE_CONTROL.format(architecture=roots.architecture(), depends=roots.TAILSCALE_DEPENDS))
    (tree / "DEBIAN/postinst").write_text(TAILSCALE_POSTINST)
    (tree / "DEBIAN/postinst").chmod(0o755)
    made = pack(tree, folder / "tailscale.deb")
    shutil.rmtree(tree)
    return made


def previous_version(deb, folder, config="same"):
    """The package as an earlier version: its control data says so, and its configuration file reads otherwise where that is asked."""
    tree = folder / "previous"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    control = (tree / "DEBIAN/control").read_text()
    version = next(line for line in control.splitlines() if line.startswith("Version:"))
    (tree / "DEBIAN/control").write_text(control.replace(version, f"Version: {PREVIOUS}"))
    if config == "otherwise":
        file = tree / "etc/tailmend/tailmend.toml"
        file.write_text("# of an earlier version\n" + file.read_text())
    made = pack(tree, folder / f"tailmend_{PREVIOUS}_{config}.deb")
    shutil.rmtree(tree)
    return made
