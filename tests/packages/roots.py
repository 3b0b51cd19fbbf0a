"""Debian systems from nothing: a bare root of each release, and beside it what apt may have to fetch for a package.

Both are made once and kept in the lab's cache. A test lays a disk of its own over them, so every test begins on a machine
that has never seen tailmend; apt resolves and installs there by itself, from lists and archives that are fetched before,
because a machine of the lab has no way out.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lab"))

import image  # noqa: E402
from ledger import Ledger  # noqa: E402

RELEASES = {"bookworm": "12", "trixie": "13"}
# minbase has no init; dbus is what every Debian with systemd has by its recommendation.
BARE_PACKAGES = ("systemd", "systemd-sysv", "dbus", "ca-certificates", "iproute2")
# With what is not in the bare root, for the tests that need it.
TAILSCALE_DEPENDS = "iptables, iproute2"


@dataclass(frozen=True)
class Root:
    suite: str
    path: Path      # the bare system
    fetched: Path   # apt's lists and archives, to be laid over it

    @property
    def lower(self):
        """For overlayfs."""
        return f"{self.fetched}:{self.path}"


def site():
    """The mirror from which this machine gets its own Debian."""
    release = Path("/etc/os-release").read_text()
    if "\nID=debian\n" not in release:
        raise image.CannotBuild("this machine is no Debian, so its apt knows no mirror of Debian")
    return image.mirror()[3]


def bare(suite, say):
    mirror = site()
    key = image.digest(suite, mirror, BARE_PACKAGES, image.MASKED_UNITS, image.JOURNALD)

    def build(root, log):
        say(f"root      debootstrap of {suite}, once, about a minute")
        image.debootstrap(root, log, suite, mirror, f"--include={','.join(BARE_PACKAGES)}")
        image.quieten(root)
        shutil.rmtree(root / "var/cache/apt/archives", ignore_errors=True)
    return image.cached(suite, key, build)


@contextlib.contextmanager
def overlay(ledger, name, lower, upper):
    """A root to work in: `lower` with a writable `upper` over it, at a mount point of the ledger's."""
    work = upper.parent / f"{upper.name}.work"
    for folder in (upper, work):
        folder.mkdir(parents=True, exist_ok=True)
    root = ledger.mount(ledger.directory / name, "-t", "overlay", "-o",
                        f"lowerdir={lower},upperdir={upper},workdir={work}", "tailmend-lab")
    try:
        yield root
    finally:
        subprocess.run(["umount", root], check=False)
        shutil.rmtree(work, ignore_errors=True)


def chroot(root, *argv):
    environment = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
            *(f"{name}={value}" for name, value in environment.items()), "chroot", str(root), *map(str, argv)]


def fetch(root, suite, name, wanted, say, architecture=None):
    """What apt needs to install `wanted` (files or names) on this root without a network: a folder to lay over it.

    Nothing is installed by this. The key is what is wanted, and what the files depend on.
    """
    files = [word for word in wanted if isinstance(word, Path)]
    key = image.digest(root.name, architecture, *map(depends_of, files), *(word for word in wanted if word not in files))

    def build(upper, log):
        say(f"archives  apt fetches for {suite} what {name} depends on, once")
        ledger = Ledger.open_new()
        try:
            with overlay(ledger, "root", root, upper) as inside:
                resolver = inside / "etc/resolv.conf"
                resolver.write_text(Path("/etc/resolv.conf").read_text())
                for file in files:
                    shutil.copy(file, inside / "tmp")
                if architecture:
                    image.run(chroot(inside, "dpkg", "--add-architecture", architecture), log)
                image.run(chroot(inside, "apt-get", "-q", "update"), log)
                image.run(chroot(inside, "apt-get", "-q", "install", "--yes", "--download-only", "--no-install-recommends",
                                 *(f"/tmp/{word.name}" if word in files else word for word in wanted)), log)
        finally:
            ledger.undo()
        keep_what_apt_fetched(upper)
    return image.cached(f"fetched-{suite}-{name}", key, build)


def keep_what_apt_fetched(upper):
    for folder in ("tmp", "etc", "var/log", "var/cache/apt/pkgcache.bin", "var/cache/apt/srcpkgcache.bin"):
        path = upper / folder
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def architecture():
    return subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()


def depends_of(deb):
    return subprocess.check_output(["dpkg-deb", "--field", deb, "Depends"], text=True)


def libraries(deb):
    """The names of the packages that `deb` depends on."""
    return [alternatives.split("|")[0].split()[0] for alternatives in depends_of(deb).split(",")]


def release(suite, deb, say):
    """The Root of a release on which `deb` can be installed."""
    path = bare(suite, say)
    extra = [word.strip() for word in TAILSCALE_DEPENDS.split(",")] + (["rpm"] if suite == "bookworm" else [])
    return Root(suite, path, fetch(path, suite, "tailmend", [deb, *extra], say))
