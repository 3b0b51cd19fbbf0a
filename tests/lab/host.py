"""The supervised host: Debian booted with real systemd on one of the lab's namespaces, with a disk of its own."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import image
from ledger import command, processes

LONGEST_BOOT_S = 120
LONGEST_INSTALL_S = 180
JOURNALCTL_STARTS_S = 1
SOCKET = "run/tailscale/tailscaled.sock"
HIDDEN_SOCKET = "run/tailscale/hidden.sock"  # where a scenario may have put it
TAILSCALED = "tailscaled.service"
TAILMEND_CONFIG = """\
[[target]]
name = "plc"
address = "{address}:{port}"
"""


class MachineTooSmall(Exception):
    """Nothing to wait for."""


class UnixHTTP(http.client.HTTPConnection):
    """HTTP over a unix socket, for LocalAPI and for the lab's control server."""

    def __init__(self, path, host, timeout):
        super().__init__(host, timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, method, url, host="local-tailscaled.sock", timeout=2.0):
    """One request over a unix socket: the decoded JSON, or the text. Raises OSError or HTTPException."""
    connection = UnixHTTP(path, host, timeout)
    try:
        connection.request(method, url)
        reply = connection.getresponse()
        body = reply.read()
    finally:
        connection.close()
    if reply.status >= 400:
        raise OSError(f"{method} {url}: {reply.status} {body.decode(errors='replace').strip()}")
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


class Host:
    hosts = ""  # further lines of its /etc/hosts

    def __init__(self, net, programs, template, record):
        self.net, self.ledger, self.record = net, net.ledger, record
        self.programs, self.template = programs, template
        self.init = None

    def boot(self):
        disk = self.ledger.mount(self.ledger.directory / "disk", "-t", "tmpfs", "-o", "size=2g,mode=0755", "tailmend-lab")
        for name in ("upper", "work"):
            (disk / name).mkdir()
        root = self.ledger.mount(self.ledger.directory / "root", "-t", "overlay", "-o",
                                 f"lowerdir={self.template},upperdir={disk}/upper,workdir={disk}/work", "tailmend-lab")
        (root / "etc/hostname").write_text("host\n")
        (root / "etc/hosts").write_text("127.0.0.1 localhost\n127.0.1.1 host\n" + self.hosts)
        self.ledger.start(
            ["systemd-nspawn", "--quiet", "--boot", f"--directory={root}", f"--machine=tm-{self.ledger.name}-host",
             f"--network-namespace-path=/run/netns/{self.net.names['host']}", "--register=no", "--keep-unit",
             "--capability=CAP_NET_ADMIN,CAP_NET_RAW", "--bind=/dev/net/tun", *self.shares(), "--resolv-conf=off",
             "--timezone=off", "--link-journal=no", "--console=pipe"],
            log=self.record / "console.log", groups="host",
            env={**os.environ, "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "network", "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"})
        self.init = self.await_init(time.monotonic() + LONGEST_BOOT_S)
        self.await_boot(time.monotonic() + LONGEST_BOOT_S)

    def shares(self):
        """What of this machine's it sees: tailscaled and its CLI."""
        daemon, cli = image.tailscaled(self.programs)
        return [f"--bind-ro={daemon}:/usr/sbin/tailscaled", f"--bind-ro={cli}:/usr/bin/tailscale"]

    def await_init(self, deadline):
        """The init of the machine: the process in its control group that is pid 1 in a namespace of its own."""
        groups = self.ledger.groups("host")
        while time.monotonic() < deadline:
            for pid in (pid for group in groups for pid in processes(group)):
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                levels = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()[1:]
                if len(levels) > 1 and levels[-1] == "1":
                    return pid
            time.sleep(0.05)
        raise RuntimeError(f"the host did not start; see {self.record}/console.log")

    def await_boot(self, deadline):
        while time.monotonic() < deadline:
            state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
            if state in ("running", "degraded"):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the host did not come up in {LONGEST_BOOT_S} s; see {self.record}/console.log")

    def inside(self, *argv):
        """The words that run argv in the host."""
        return ["nsenter", f"--target={self.init}", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup",
                "--root", "--wd=/", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive", *map(str, argv)]

    def run(self, *argv, **options):
        return command(*self.inside(*argv), **options)

    def path(self, inside):
        """A path of the host's, from outside; also of what it has mounted."""
        return Path(f"/proc/{self.init}/root") / inside

    def show(self, unit, name):
        """One property of a unit."""
        return self.run("systemctl", "show", f"--property={name}", "--value", unit).stdout.strip()

    def localapi(self, method, url, timeout=2.0):
        hidden = self.path(HIDDEN_SOCKET)
        return ask(hidden if hidden.exists() else self.path(SOCKET), method, f"/localapi/v0/{url}", timeout=timeout)

    def preferences(self):
        return self.localapi("GET", "prefs")

    def write_flags(self, flags):
        """tailscaled's FLAGS; they hold from its next start."""
        defaults = self.path("etc/default/tailscaled")
        lines = [line for line in defaults.read_text().splitlines() if not line.startswith("FLAGS=")]
        defaults.write_text("\n".join([*lines, f'FLAGS="{flags}"']) + "\n")

    def start_tailscale(self, server, accept_dns, flags="", advertise=None):
        self.write_flags(flags)
        self.run("systemctl", "enable", "--now", TAILSCALED)
        self.run("tailscale", "up", f"--login-server={server}", "--hostname=host", "--timeout=30s", "--accept-routes",
                 f"--accept-dns={str(accept_dns).lower()}", *([f"--advertise-routes={advertise}"] if advertise else []),
                 limit=45)

    def harmless_network_event(self):
        """A fresh tailscaled takes its first network event for a major one, which would heal the fault by accident."""
        self.net.ip("host", "route", "add", "198.18.0.0/24", "dev", "wan0")
        self.net.ip("host", "route", "del", "198.18.0.0/24", "dev", "wan0")

    def install_tailmend(self, deb, address, port, proxy=None, config=""):
        """As a user would: the package, then the shortest configuration, and what a scenario adds in conf.d."""
        shutil.copy(deb, self.path("root/tailmend.deb"))
        etc = self.path("etc/tailmend")
        done = self.run("dpkg", "-i", "/root/tailmend.deb", check=False, limit=LONGEST_INSTALL_S)
        (self.record / "dpkg.log").write_text(done.stdout + done.stderr)
        if done.returncode != 0:
            raise RuntimeError(f"the package does not install: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
        (etc / "conf.d").mkdir(parents=True, exist_ok=True)
        through = f'proxy = "socks5://{proxy}"\n' if proxy else ""
        (etc / "tailmend.toml").write_text(TAILMEND_CONFIG.format(address=address, port=port) + through)
        if config:
            (etc / "conf.d/lab.toml").write_text(config)
        self.run("systemctl", "restart", "tailmend.service", limit=60)

    def main_pid(self, unit):
        """Pid on this machine of a unit's main process."""
        inner = self.show(unit, "MainPID")
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                line = next(line for line in status.read_text().splitlines() if line.startswith("NSpid:"))
                if line.split()[-1] == inner and len(line.split()) > 2 and os.readlink(
                        status.parent / "ns/pid") == os.readlink(f"/proc/{self.init}/ns/pid"):
                    return int(status.parent.name)
            except (OSError, StopIteration):
                continue
        raise RuntimeError(f"{unit} has no main process")

    def follow_journal(self, identifier, into):
        """Streams a program's own journal lines as JSON into a file for as long as the lab lives."""
        log = self.record / "journalctl.log"
        self.ledger.start(self.inside("journalctl", "--follow", "--lines=all", "--output=json", f"--identifier={identifier}"),
                          log=log, stdout=open(into, "ab"))
        time.sleep(JOURNALCTL_STARTS_S)
        if "watch descriptors" in log.read_text():
            raise MachineTooSmall("no inotify instance is left for the host's journal; play fewer labs at once, or raise "
                                  "fs.inotify.max_user_instances")

    def why(self):
        """What `tailmend why --json` says now, decoded, or None."""
        try:
            return json.loads(self.run("tailmend", "why", "--json", check=False).stdout)
        except (subprocess.TimeoutExpired, ValueError):
            return None

    def check(self):
        """What `tailmend check --json` says now: (decoded report or None, exit code)."""
        try:
            done = self.run("tailmend", "check", "--json", check=False)
        except subprocess.TimeoutExpired:
            return None, None
        try:
            return json.loads(done.stdout), done.returncode
        except ValueError:
            return None, done.returncode
