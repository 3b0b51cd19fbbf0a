"""The two things every lab is made of, built once and kept in a cache: a Debian root and the Go programs.

The cache is keyed by a hash of what went in, so a changed package list or go.sum builds anew. Nothing of it is ever
written into the source tree, and no package mirror is named here: apt says which one this machine uses.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path("/var/cache/tailmend-lab")
PROGRAMS = ("tailscale", "tailscaled", "derper", "control")
LONGEST_BUILD_S = 1800

# What the supervised host has: what tailmend's package depends on (its .deb is installed with no network) and tools.
DEBIAN_PACKAGES = (
    "systemd", "systemd-sysv", "dbus", "ca-certificates", "iproute2", "nftables", "iptables",
    "procps", "conntrack", "iputils-ping", "libnl-3-200", "libnl-route-3-200", "libsystemd0", "libc-ares2|libcares2",
    "libstdc++6", "openssh-server",
)
# Units that have no business in a machine that lives for minutes.
MASKED_UNITS = (
    "systemd-firstboot.service", "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer",
    "e2scrub_all.timer", "fstrim.timer", "systemd-networkd.service", "systemd-networkd.socket",
    "systemd-resolved.service", "systemd-timesyncd.service", "console-getty.service", "getty@.service", "getty.target",
    "systemd-tmpfiles-clean.timer",
)
# Installed for the scenarios that need them, and not started by themselves.
DISABLED_UNITS = ("ssh.service", "ssh.socket")

TAILSCALED_UNIT = """\
[Unit]
Description=Tailscale node agent
Documentation=https://tailscale.com/docs/
Wants=network-pre.target
After=network-pre.target NetworkManager.service systemd-resolved.service

[Service]
EnvironmentFile=/etc/default/tailscaled
ExecStart=/usr/sbin/tailscaled --state=/var/lib/tailscale/tailscaled.state --socket=/run/tailscale/tailscaled.sock --port=${PORT} $FLAGS
ExecStopPost=/usr/sbin/tailscaled --cleanup

Restart=on-failure

RuntimeDirectory=tailscale
RuntimeDirectoryMode=0755
StateDirectory=tailscale
StateDirectoryMode=0700
CacheDirectory=tailscale
CacheDirectoryMode=0750
Type=notify

[Install]
WantedBy=multi-user.target
"""
# No log upload, no port mapping, no updates: the lab has no way out and must not look for one.
TAILSCALED_DEFAULTS = """\
PORT="41641"
FLAGS=""
TS_NO_LOGS_NO_SUPPORT=true
TS_DISABLE_PORTMAPPER=1
TS_PANIC_IF_HIT_MAIN_CONTROL=1
"""
JOURNALD = """\
[Journal]
Storage=persistent
RateLimitIntervalSec=0
SyncIntervalSec=1s
"""


class CannotBuild(Exception):
    """What is missing, in words for the person at the terminal."""


def run(command, log, **options):
    """Runs a build command at low priority with its output in `log`; a failure names the log and shows its end."""
    with open(log, "ab") as out:
        done = subprocess.run(["nice", "-n", "5", *map(str, command)], stdout=out, stderr=out,
                              stdin=subprocess.DEVNULL, timeout=LONGEST_BUILD_S, **options)
    if done.returncode != 0:
        tail = Path(log).read_text(errors="replace").splitlines()[-8:]
        raise CannotBuild(f"{command[0]} failed; its output is in {log}\n  " + "\n  ".join(tail))


@contextlib.contextmanager
def locked(name):
    """Two labs that start at once build one image, not two."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(*parts):
    sums = hashlib.sha256()
    for part in parts:
        sums.update(part if isinstance(part, bytes) else str(part).encode())
        sums.update(b"\0")
    return sums.hexdigest()[:16]


def cached(prefix, key, build):
    """The cache's folder PREFIX-KEY, made by build(folder, log) when it is not there. One that breaks off never gets this name."""
    made = CACHE / f"{prefix}-{key}"
    with locked(prefix):
        if not made.exists():
            building = CACHE / f"building-{key}"
            shutil.rmtree(building, ignore_errors=True)
            build(building, CACHE / f"{made.name}.log")
            building.rename(made)
            forget_older(prefix, made)
    return made


def forget_older(prefix, keep):
    """A cache keyed by hashes would grow for ever; no running lab uses an older key for long enough to mind."""
    for other in CACHE.glob(f"{prefix}-*"):
        if other.suffix == ".log" and other.stem != keep.name:
            other.unlink()
        elif other.is_dir() and other != keep and not in_use(other):
            shutil.rmtree(other, ignore_errors=True)


def in_use(directory):
    return str(directory) in Path("/proc/self/mountinfo").read_text() or any(
        str(directory) in link for link in running_programs())


def running_programs():
    for exe in Path("/proc").glob("[0-9]*/exe"):
        with contextlib.suppress(OSError):
            yield os.readlink(exe)


def mirror():
    """(suite, further suites, components, mirror) of the distribution this machine runs, as apt knows them."""
    release = dict(line.rstrip().split("=", 1) for line in open("/etc/os-release") if "=" in line)
    codename = release.get("VERSION_CODENAME", "").strip('"')
    wanted = "$(SITE) $(RELEASE) $(COMPONENT) $(CODENAME)"
    try:
        listed = subprocess.run(["apt-get", "indextargets", "--format", wanted, "Created-By: Packages"],
                                capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError) as problem:
        raise CannotBuild(f"apt does not say where this machine gets its packages from: {problem}") from problem
    rows = [row.split() for row in listed.splitlines() if len(row.split()) == 4 and not row.startswith("cdrom:")]
    base = [row for row in rows if codename in (row[1], row[3])]
    if not base:
        raise CannotBuild(f"apt knows no source for '{codename}'; an `apt-get update` may be missing")
    site, suite = base[0][:2]
    extra = sorted({row[1] for row in rows if row[0] == site and row[1] in (f"{suite}-updates", f"{suite}-security")})
    components = sorted({row[2] for row in base if row[0] == site})
    return suite, extra, components, site


def named_here(package):
    """A package's name on this release: the first of `a|b` that apt knows."""
    names = package.split("|")
    for name in names[:-1]:
        if subprocess.run(["apt-cache", "show", name], capture_output=True, timeout=60).returncode == 0:
            return name
    return names[-1]


def debootstrap(folder, log, suite, site, *options):
    if not shutil.which("debootstrap"):
        raise CannotBuild("debootstrap is missing (see tests/lab/packages)")
    run(["debootstrap", "--variant=minbase", *options, suite, folder, site], log)


def debian(say=print):
    """The template root directory of the supervised hosts, built when it is not there."""
    suite, extra, components, site = mirror()
    key = digest(suite, extra, components, DEBIAN_PACKAGES, MASKED_UNITS, DISABLED_UNITS, TAILSCALED_UNIT, TAILSCALED_DEFAULTS)

    def build(root, log):
        say(f"image     debootstrap of {suite}, once, about a minute")
        debootstrap(root, log, suite, site, f"--components={','.join(components)}", *([f"--extra-suites={','.join(extra)}"] if extra else []),
                    f"--include={','.join(map(named_here, DEBIAN_PACKAGES))}")
        furnish(root)
    return cached("debian", key, build)


def furnish(root):
    """Makes the plain root a host that boots in seconds, stays quiet and has tailscaled's unit."""
    quieten(root)
    for name in DISABLED_UNITS:
        for wanted in (root / "etc/systemd/system").glob(f"*.wants/{name}"):
            wanted.unlink()
    (root / "etc/default/tailscaled").write_text(TAILSCALED_DEFAULTS)
    (root / "lib/systemd/system/tailscaled.service").write_text(TAILSCALED_UNIT)
    shutil.rmtree(root / "var/cache/apt/archives", ignore_errors=True)
    shutil.rmtree(root / "var/lib/apt/lists", ignore_errors=True)


def quieten(root):
    """Nothing runs in it that has no business in a machine that lives for minutes, and it keeps its journal whole."""
    for name in MASKED_UNITS:
        link = root / "etc/systemd/system" / name
        link.unlink(missing_ok=True)
        link.symlink_to("/dev/null")
    (root / "etc/systemd/system/default.target").symlink_to("/lib/systemd/system/multi-user.target")
    (root / "etc/machine-id").write_text("")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
    (root / "etc/resolv.conf").unlink(missing_ok=True)
    (root / "etc/resolv.conf").write_text("# no resolver in the lab\n")
    (root / "etc/systemd/journald.conf.d").mkdir(parents=True, exist_ok=True)
    (root / "etc/systemd/journald.conf.d/lab.conf").write_text(JOURNALD)


def go_programs(say=print):
    """The directory with the lab's own programs, built from the pinned go.mod when it is not there."""
    sources = sorted([HERE / "go.mod", HERE / "go.sum", *(HERE / "control").glob("*.go")])
    go = shutil.which("go") or (shutil.which("/usr/local/go/bin/go"))
    if not go:
        raise CannotBuild("no Go toolchain on the PATH (1.21 or newer; it fetches the pinned one by itself)")
    key = digest(*(path.read_bytes() for path in sources))

    def build(folder, log):
        say("programs  go build of tailscale, tailscaled, derper and the control server, once, about three minutes")
        folder.mkdir()
        environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false -mod=readonly"}
        environment.setdefault("HOME", "/root")
        environment.setdefault("GOTOOLCHAIN", "auto")  # distributions switch the fetching of the pinned one off
        run([go, "build", "-trimpath", "-ldflags=-s -w", "-p", str(os.cpu_count() or 1), "-o", f"{folder}/",
             "tailscale.com/cmd/tailscale", "tailscale.com/cmd/tailscaled", "tailscale.com/cmd/derper", "./control"],
            log, cwd=HERE, env=environment)
    return cached("programs", key, build)


def tailscaled(programs):
    """The tailscaled (and its CLI) that the hosts run: the machine's own where it has one, else the pinned one."""
    own, cli = shutil.which("tailscaled"), shutil.which("tailscale")
    if own and cli:
        return Path(own), Path(cli)
    return programs / "tailscaled", programs / "tailscale"
