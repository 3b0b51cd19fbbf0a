"""Debian's own tester of packages, in a copy of the bare root."""

import subprocess

import roots
from machine import expect
from registry import scenario

LONGEST_RUN_S = 600
# Upgrades from the archive are left out: tailmend is not in it.
OPTIONS = ("--install-remove-install", "--install-purge-install", "--keep-sources-list", "--no-upgrade-test", "--no-eatmydata",
           r"--ignore-regex=^/var/cache/debconf/tmp\.ci")  # Debian 13's debconf leaves it, which a piuparts of 12 does not know


@scenario("piuparts installs, removes and purges it, and finds nothing left")
def piuparts(place):
    bench = place.ledger.mount(place.ledger.directory / "piuparts", "-t", "tmpfs", "-o", "size=3g,mode=0755", "tailmend-lab")
    log = place.record / "piuparts.log"
    with open(log, "w") as out:
        ended = subprocess.run(["piuparts", f"--existing-chroot={place.root.path}", f"--distribution={place.root.suite}",
                                f"--mirror={roots.site()} main", f"--tmpdir={bench}", *OPTIONS, place.options.deb],
                               stdout=out, stderr=out, stdin=subprocess.DEVNULL, timeout=LONGEST_RUN_S)
    expect(ended.returncode == 0, f"piuparts ended with {ended.returncode}",
           " ".join(line for line in log.read_text().splitlines() if "FAIL" in line)[:500])
