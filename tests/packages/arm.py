"""The packages of other architectures: installed beside Debian's own libraries of that architecture, and run by qemu."""

import contextlib
import shutil
import subprocess

import roots
from host import LONGEST_INSTALL_S
from machine import expect
from registry import Skipped, scenario

EMULATORS = {"arm64": "qemu-aarch64-static", "armhf": "qemu-arm-static"}
LONGEST_TESTS_S = 900


def run(root, *argv, limit=LONGEST_INSTALL_S):
    return subprocess.run(roots.chroot(root, *argv), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=limit)


@contextlib.contextmanager
def installed(place, architecture):
    """(a root in which the package is installed, what runs its programs)"""
    deb = next(iter(sorted(place.options.dist.glob(f"tailmend_*_{architecture}.deb"))), None)
    if not deb:
        raise Skipped(f"no package for {architecture} in dist/ (./dev package deb --arch {architecture})")
    fetched = roots.fetch(place.root.path, place.root.suite, architecture, [deb], place.say, architecture)
    disk = place.ledger.mount(place.ledger.directory / "disk", "-t", "tmpfs", "-o", "size=2g,mode=0755", "tailmend-lab")
    with roots.overlay(place.ledger, "root", f"{fetched}:{place.root.path}", disk / "upper") as root:
        for file in (deb, shutil.which(EMULATORS[architecture])):
            shutil.copy(file, root / "tmp")
        done = run(root, "apt-get", "-q", "install", "--yes", "--no-install-recommends", f"/tmp/{deb.name}")
        (place.record / "apt.log").write_text(done.stdout + done.stderr)
        expect(done.returncode == 0, "apt does not install it", done.stderr)
        yield root, f"/tmp/{EMULATORS[architecture]}"


def checks(place, architecture):
    with installed(place, architecture) as (root, emulator):
        version = run(root, emulator, "/usr/bin/tailmend", "--version")
        expect(version.returncode == 0 and version.stdout.startswith("tailmend "), "it does not say its version", version.stdout + version.stderr)
        check = run(root, emulator, "/usr/bin/tailmend", "check")
        expect(check.stdout.startswith("TAILMEND "), "check does not answer", check.stdout + check.stderr)
        place.say(f"check     {check.stdout.splitlines()[0].split(' | ')[0]}")


def unit_tests(place, architecture):
    program = place.options.build / f"release-{architecture}/tests/unit/unit_tests"
    if not program.is_file():
        raise Skipped(f"the unit tests are not built for {architecture} (./dev test --packages {architecture})")
    with installed(place, architecture) as (root, emulator):
        shutil.copy(program, root / "tmp")
        done = run(root, emulator, "/tmp/unit_tests", limit=LONGEST_TESTS_S)
        (place.record / "unit_tests.log").write_text(done.stdout + done.stderr)
        expect(done.returncode == 0, "unit tests fail", done.stdout[-500:])
        place.say(f"tests     {done.stdout.strip().splitlines()[-1]}")


@scenario("the arm64 package installs, and check answers under qemu")
def arm64(place):
    checks(place, "arm64")


@scenario("the armhf package installs, and check answers under qemu")
def armhf(place):
    checks(place, "armhf")


@scenario("the unit tests pass on arm64 under qemu", suites=("bookworm",))
def arm64_unit(place):
    unit_tests(place, "arm64")


@scenario("the unit tests pass on armhf under qemu", suites=("bookworm",))
def armhf_unit(place):
    unit_tests(place, "armhf")
