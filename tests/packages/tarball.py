"""The archive with its install.sh, on a Debian that knows nothing of the package."""

from host import LONGEST_INSTALL_S
from machine import METRICS, UNIT, WRONG, expect
from registry import Skipped, scenario


@scenario("the archive's install.sh installs, fills an image, uninstalls and leaves nothing")
def tarball(place):
    if not place.options.tarball:
        raise Skipped("no archive in dist/ (./dev package)")
    machine = place.boot()
    machine.bring(place.options.tarball, "tailmend.tar.gz")
    machine.run("tar", "-C", "/incoming", "--strip-components=1", "-xzf", "/incoming/tailmend.tar.gz")
    machine.path(METRICS).parent.mkdir(parents=True)
    before = machine.files()

    script(machine, "--prefix", "/usr", "--destdir", "/tmp/image")
    expect(machine.path("tmp/image/usr/bin/tailmend").exists(), "--destdir does not fill the image")
    expect(machine.path("tmp/image/usr/lib/systemd/system/tailmend.service").exists(), "--destdir leaves the unit out")
    expect(machine.files() == before, "--destdir touches this machine", " ".join(sorted(machine.files() - before)))

    told = script(machine)
    expect("systemd" in told, "it does not say what it did with the init system", told)
    for question, wanted in (("is-active", "active"), ("is-enabled", "enabled")):
        expect(machine.run("systemctl", question, UNIT, check=False).stdout.strip() == wanted, f"the unit {question} is not {wanted}", machine.journal())
    check = machine.run("/usr/local/bin/tailmend", "check", check=False).stdout
    expect(check.startswith("TAILMEND CRITICAL - "), "check does not answer", check)
    machine.explained("usr/local")
    edited = "# an administrator's line\n" + machine.path("etc/tailmend/tailmend.toml").read_text()
    machine.write("etc/tailmend/tailmend.toml", edited)
    script(machine)
    expect(machine.path("etc/tailmend/tailmend.toml").read_text() == edited, "installing again overwrites what an administrator wrote")

    wrong_configuration(machine)

    script(machine, "uninstall")
    expect(machine.show(UNIT, "MainPID") in ("", "0"), "it runs although it is uninstalled")
    left = {path for path in machine.files() - before if not path.startswith(("/etc/tailmend", "/var/lib/tailmend"))}
    expect(not left, "uninstall leaves something", " ".join(sorted(left)))
    script(machine)
    machine.leave_metrics()
    script(machine, "uninstall", "--purge")
    expect(machine.files() == before, "--purge leaves something", " ".join(sorted(machine.files() - before)))
    machine.sound()


def wrong_configuration(machine):
    """Installed again over one, it says so, and leaves the daemon running that is there."""
    process = machine.show(UNIT, "MainPID")
    machine.write("etc/tailmend/conf.d/plc.toml", WRONG)
    told = script(machine)
    expect("NOT STARTED" in told and machine.show(UNIT, "MainPID") == process, "a wrong configuration ends the daemon that runs", told)
    machine.path("etc/tailmend/conf.d/plc.toml").unlink()


def script(machine, *words):
    done = machine.run("/incoming/install.sh", *words, check=False, limit=LONGEST_INSTALL_S)
    with open(machine.record / "install.log", "a") as log:
        log.write(f"# install.sh {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    expect(done.returncode == 0, f"install.sh {' '.join(words)} failed", done.stderr or done.stdout)
    return done.stdout
