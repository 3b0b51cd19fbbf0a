"""The packages of other architectures: installed beside Debian's own of that architecture, and run by qemu."""

import shutil
import subprocess

import roots
from machine import LONGEST_INSTALL_S, expect
from registry import Skipped, scenario

EMULATORS = {"arm64": "qemu-aarch64-static", "armhf": "qemu-arm-static"}
LONGEST_TESTS_S = 600


def run(root, *argv, limit=LONGEST_INSTALL_S):
    return subprocess.run(roots.chroot(root, *argv), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=limit)


def emulated(place, architecture):
    deb = next(iter(sorted(place.options.dist.glob(f"tailmend_*_{architecture}.deb"))), None)
    if not deb:
        raise Skipped(f"no package for {architecture} in dist/ (./dev package)")
    fetched = roots.fetch(place.root.path, place.root.suite, architecture, [deb], place.say, architecture)
    disk = place.ledger.mount(place.ledger.directory / "disk", "-t", "tmpfs", "-o", "size=2g,mode=0755", "tailmend-lab")
    with roots.overlay(place.ledger, "root", f"{fetched}:{place.root.path}", disk / "upper") as root:
        shutil.copy(deb, root / "tmp")
        emulator = shutil.copy(shutil.which(EMULATORS[architecture]), root / "tmp")
        done = run(root, "apt-get", "-q", "install", "--yes", "--no-install-recommends", f"/tmp/{deb.name}")
        (place.record / "apt.log").write_text(done.stdout + done.stderr)
        expect(done.returncode == 0, "apt does not install it", done.stderr)
        emulator = f"/tmp/{EMULATORS[architecture]}"
        version = run(root, emulator, "/usr/bin/tailmend", "--version")
        expect(version.returncode == 0 and version.stdout.startswith("tailmend "), "it does not say its version", version.stdout + version.stderr)
        check = run(root, emulator, "/usr/bin/tailmend", "check")
        expect(check.stdout.startswith("TAILMEND "), "check does not answer", check.stdout + check.stderr)
        place.say(f"check     {check.stdout.splitlines()[0].split(' | ')[0]}")


@scenario("the arm64 package installs, and check answers under qemu")
def arm64(place):
    emulated(place, "arm64")


@scenario("the armhf package installs, and check answers under qemu", suites=("bookworm",))
def armhf(place):
    emulated(place, "armhf")
