"""The .rpm, installed by rpm into a system that has what it requires: Debian's libraries, told to rpm in rpm's own words."""

import re

import roots
from host import LONGEST_INSTALL_S
from machine import CONFIG, METRICS, UNIT, WRONG, expect
from registry import Skipped, scenario
from tailnet import await_that

HELPER = "usr/lib/systemd/systemd-update-helper"
ASKED = "incoming/asked"
FEDORA_HAS = {"/usr/share/licenses"}  # a folder of its package `filesystem`
LIBRARIES = "/usr/lib/*-linux-gnu*"
# An empty package that provides what this root has, as rpm's own generator names it, and what every Fedora and RHEL has.
SPEC = """\
Name: root
Version: 1
Release: 1
Summary: what this root has
License: none
BuildArch: noarch
Provides: /bin/sh
Provides: rtld(GNU_HASH)
Provides: systemd = {systemd}
{provides}
%description
What this root has.
%files
"""


def rpm_command(machine, *words, check=True):
    done = machine.run("rpm", "--force-debian", *words, check=False, limit=LONGEST_INSTALL_S)
    with open(machine.record / "rpm.log", "a") as log:
        log.write(f"# rpm {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    expect(not check or done.returncode == 0, f"rpm {' '.join(words)} failed", done.stderr or done.stdout)
    return done


def tell_rpm_what_there_is(machine):
    found = machine.run("sh", "-c", f"find {LIBRARIES} -name '*.so.*' | /usr/lib/rpm/elfdeps --provides | sort -u", limit=LONGEST_INSTALL_S)
    version = machine.run("systemctl", "--version").stdout.split()[1]
    machine.write("incoming/root.spec", SPEC.format(systemd=version, provides="\n".join(f"Provides: {line}" for line in found.stdout.split("\n") if line)))
    machine.run("rpmbuild", "-bb", "--define", "_rpmdir /incoming", "--define", "_rpmfilename root.rpm", "/incoming/root.spec", limit=LONGEST_INSTALL_S)
    rpm_command(machine, "--install", "/incoming/root.rpm")


@scenario("rpm installs, upgrades and removes it: requirements, files, modes, configuration, unit", suites=("bookworm",))
def rpm(place):
    if not place.options.rpm:
        raise Skipped("no .rpm in dist/ (./dev package)")
    machine = place.boot()
    machine.apt("install", "--no-install-recommends", "rpm", *roots.libraries(place.options.deb))
    package = machine.bring(place.options.rpm)
    missing = rpm_command(machine, "--install", package, check=False)
    expect("libc.so.6(GLIBC" in missing.stderr, "it does not require the libraries that it needs", missing.stderr)
    tell_rpm_what_there_is(machine)
    machine.path(METRICS).parent.mkdir(parents=True)
    before = machine.files()
    rpm_command(machine, "--install", package)
    files_are_right(machine)

    expect(machine.show(UNIT, "LoadState") == "loaded", "systemd does not know the unit: was it told to read it?")
    machine.run("systemctl", "enable", "--now", UNIT)
    check = machine.run("tailmend", "check", check=False).stdout
    expect(check.startswith("TAILMEND CRITICAL - "), "check does not answer", check)

    machine.run("journalctl", "--update-catalog")  # which the systemd of Fedora and RHEL does by itself after a transaction
    machine.explained()
    edited = CONFIG + machine.path("etc/tailmend/tailmend.toml").read_text()
    machine.write("etc/tailmend/tailmend.toml", edited)
    process = machine.show(UNIT, "MainPID")
    rpm_command(machine, "--upgrade", "--replacepkgs", package)
    expect(machine.path("etc/tailmend/tailmend.toml").read_text() == edited, "an upgrade overwrites what an administrator wrote")
    await_that("the new version's start", lambda: machine.show(UNIT, "MainPID") not in ("0", process))
    expect(machine.starts() == 2, "an upgrade does not start it exactly once", machine.starts() - 1)
    wrong_configuration(machine, package)

    machine.leave_metrics()
    rpm_command(machine, "--erase", "tailmend")
    expect(machine.show(UNIT, "MainPID") in ("", "0"), "it runs although it is removed")
    expect(machine.path("etc/tailmend/tailmend.toml.rpmsave").read_text() == edited, "removal loses what an administrator wrote")
    left = {path for path in machine.files() - before if not path.startswith(("/var/lib/tailmend", "/etc/tailmend"))} - FEDORA_HAS
    expect(not left, "removal leaves something", " ".join(sorted(left)))
    machine.sound()
    asks_fedora(machine, package)


def wrong_configuration(machine, package):
    """An upgrade says so, and leaves the daemon running that is there."""
    process = machine.show(UNIT, "MainPID")
    machine.write("etc/tailmend/conf.d/plc.toml", WRONG)
    told = rpm_command(machine, "--upgrade", "--replacepkgs", package)
    expect("NOT RESTARTED" in told.stderr and "plc.toml:3:1" in told.stderr, "rpm does not say why, and what to do", told.stdout + told.stderr)
    expect(machine.show(UNIT, "MainPID") == process, "the daemon of before does not run any more")
    machine.path("etc/tailmend/conf.d/plc.toml").unlink()


def asks_fedora(machine, package):
    """Where systemd brings the helper of Fedora's macros, that decides; here it only writes down what it is asked."""
    machine.write(HELPER, f"#!/bin/sh\necho \"$*\" >>/{ASKED}\n")
    machine.path(HELPER).chmod(0o755)
    for words in (("--install", package), ("--upgrade", "--replacepkgs", package), ("--erase", "tailmend")):
        rpm_command(machine, *words)
    asked = machine.path(ASKED).read_text().splitlines()
    expect(asked == [f"{order}-system-units {UNIT}" for order in ("install", "mark-restart", "remove")],
           "the scriptlets do not ask systemd's helper what Fedora's macros ask", ", ".join(asked))


def files_are_right(machine):
    """What rpm put there is as the package says, root's, and writable by nobody else."""
    verify = rpm_command(machine, "--verify", "tailmend", check=False)
    expect(verify.returncode == 0, "rpm --verify finds something", verify.stdout)
    listed = rpm_command(machine, "--query", "--queryformat", "[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES}\\n]", "tailmend").stdout
    for line in listed.splitlines():
        mode, user, group, path = line.split(" ", 3)
        expect(user == group == "root" and mode[5] != "w" and mode[8] != "w", "somebody else than root may write", line)
    config = rpm_command(machine, "--query", "--configfiles", "tailmend").stdout.split()
    expect("/etc/tailmend/tailmend.toml" in config, "its configuration is none to rpm", " ".join(config))
    flags = rpm_command(machine, "--query", "--queryformat", "[%{FILEFLAGS:fflags} %{FILENAMES}\\n]", "tailmend").stdout
    expect("cn /etc/tailmend/tailmend.toml" in flags.splitlines(), "its configuration is not %config(noreplace)", flags)
    for path in ("/usr/bin/tailmend", "/usr/lib/systemd/system/tailmend.service"):
        expect(re.search(rf" {re.escape(path)}$", listed, re.M), f"{path} is not in it")
