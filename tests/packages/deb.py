"""The Debian package on clean machines: installed, wrongly configured, upgraded in the middle of things, removed, purged."""

import concurrent.futures
import re
import time
from pathlib import Path

from host import TAILSCALED
from machine import CONFIG, METRICS, PREVIOUS, UNIT, WRONG, expect
from registry import scenario
from tailnet import await_that
from timeline import moment

RECIPE = Path(__file__).resolve().parent.parent.parent / "packaging/package.sh"
MOST_NEW_PACKAGES, MOST_INSTALLED_KB = (
    int(re.search(rf"^{name}=(\d+)$", RECIPE.read_text(), re.M)[1]) for name in ("most_new_packages", "most_installed_kb"))
PAUSE_REASON = "new switch"
RESTART_TAKES_S = 8   # of tailscaled, in the test that upgrades during a restart
LONGEST_REMEDY_S = 90
FIRST_MINUTE_S = 10    # from apt install to a healthy check
CANNOT_START = "etc/systemd/system/tailscaled.service.d/cannot-start.conf"
REST_WATCHED_S = 30   # of the five minutes in which it was started once and is not to be started again
MOST_EXPOSURE = 20    # in tenths, as systemd-analyze takes its threshold
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@scenario("apt installs it where no tailscale is: it waits, says so, and works once tailscale appears")
def install(place):
    machine = place.boot(tailnet=True)
    planned = machine.apt("install", "--simulate", machine.bring(place.options.deb)).stdout
    new = [name for name in re.findall(r"^Inst (\S+)", planned, re.M) if name != "tailmend"]
    expect(len(new) <= MOST_NEW_PACKAGES, f"it needs more than {MOST_NEW_PACKAGES} new packages", " ".join(new))
    machine.install(place.options.deb)
    size = int(machine.run("dpkg-query", "--show", "--showformat=${Installed-Size}", "tailmend").stdout)
    place.say(f"installed {size} kB and {len(new)} new packages: {' '.join(new)}")
    for question, wanted in (("is-active", "active"), ("is-enabled", "enabled")):
        expect(machine.run("systemctl", question, UNIT, check=False).stdout.strip() == wanted, f"the unit {question} is not {wanted}",
               machine.run("systemctl", "status", "--no-pager", UNIT, check=False).stdout)
    verify = machine.run("systemd-analyze", "verify", "--man=no", machine.show(UNIT, "FragmentPath"), check=False)
    expect(verify.returncode == 0 and not verify.stderr, "systemd-analyze verify", verify.stderr)
    exposed = machine.run("systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSURE}", "--no-pager",
                          machine.show(UNIT, "FragmentPath"), check=False)
    expect(exposed.returncode == 0, f"the unit is exposed more than {MOST_EXPOSURE / 10}", exposed.stdout[-200:] + exposed.stderr)
    machine.sound()
    waits(place, machine)
    machine.explained()

    daemon = machine.show(UNIT, "MainPID")
    place.tailscale()
    machine.await_health()
    await_that("the daemon's own health", lambda: (machine.ask("status") or {}).get("state") == "healthy")
    machine.write("etc/tailmend/conf.d/plc.toml", CONFIG)
    machine.run("systemctl", "reload", UNIT)
    await_that("an answer of the target", lambda: "plc answers" in machine.run("tailmend", "status", check=False).stdout)
    expect(machine.show(UNIT, "MainPID") == daemon and machine.starts() == 1, "tailmend was started anew")
    machine.sound()
    expect(size <= MOST_INSTALLED_KB, f"it takes more than {MOST_INSTALLED_KB} kB", size)


def waits(place, machine):
    """Where no tailscale is, that is what everybody who asks is told, and nothing is tried."""
    check = machine.run("tailmend", "check", check=False)
    expect(check.returncode == 2 and check.stdout.startswith("TAILMEND CRITICAL - "), "check does not answer as it should",
           f"exit {check.returncode}: {check.stdout}{check.stderr}")
    told = check.stdout.splitlines()[0]
    expect("not installed" in told, "check does not say that tailscale is not installed", told)
    await_that("a verdict of the daemon", lambda: (machine.ask("status") or {}).get("verdict"))
    status = machine.ask("status")
    expect("not installed" in status["sentence"], "status does not say that tailscale is not installed", status["sentence"])
    expect("not installed" in machine.journal(), "the journal does not say that tailscale is not installed", machine.journal())
    expect(status["budget"]["restarts"]["left"] == status["budget"]["restarts"]["of"], "it has tried to start what is not there")
    place.say(f"waits     {status['sentence']}")


@scenario("from `apt install` to a healthy check, with tailscale running and a target named before")
def first_minute(place):
    machine = place.boot(tailnet=True)
    place.tailscale()
    machine.write("etc/tailmend/conf.d/plc.toml", CONFIG)
    package = machine.bring(place.options.deb)
    began = time.monotonic()
    machine.apt("install", package)
    installed = time.monotonic()
    machine.await_health()
    healthy = time.monotonic()
    expect(healthy - began <= FIRST_MINUTE_S, f"health took more than {FIRST_MINUTE_S} s", f"{healthy - began:.1f}")
    place.say(f"measured  {healthy - began:.1f} s from apt install to a healthy check ({installed - began:.1f} s of it apt); "
              "without the download")
    check = machine.run("tailmend", "check").stdout
    expect("plc answers" in check, "check does not name the target", check)


@scenario("a wrong configuration fails the unit with the line that says why, once; corrected, it starts")
def wrong_configuration(place):
    machine = place.boot()
    machine.write("etc/tailmend/conf.d/plc.toml", WRONG)
    machine.apt("install", machine.bring(place.options.deb), check=False)
    await_that("the unit's failure", lambda: machine.show(UNIT, "ActiveState") == "failed")
    expect(machine.show(UNIT, "ExecMainStatus") == "78", "it did not end with 78", machine.show(UNIT, "ExecMainStatus"))
    for words in (("systemctl", "status", "--no-pager", UNIT), ("journalctl", "--no-pager", "--unit", UNIT)):
        told = machine.run(*words, check=False).stdout
        expect("plc.toml:3:1" in told and "did you mean 'address'?" in told, f"`{' '.join(words)}` does not say why", told)
    audit = machine.run("dpkg", "--audit").stdout
    expect(not audit, "the package is not installed whole", audit)
    time.sleep(2 * int(float(machine.show(UNIT, "RestartUSec").rstrip("s"))))
    expect(machine.starts() == 1 and machine.show(UNIT, "NRestarts") == "0", "it was started again", machine.starts())

    machine.write("etc/tailmend/conf.d/plc.toml", CONFIG)
    machine.run("systemctl", "start", UNIT)
    expect(machine.show(UNIT, "ActiveState") == "active", "corrected, it does not start", machine.journal())
    machine.sound()


@scenario("an upgrade in the middle of an episode keeps state, budget, pause and configuration, and restarts nothing twice")
def upgrade(place):
    machine = place.supervised(place.options.previous)
    spent = machine.run("tailmend", "mend", "restart", *overruled("verdict", "targets", "peers", "rounds"), limit=LONGEST_REMEDY_S, check=False)
    expect(machine.starts(TAILSCALED) == 2, "the restart that spends budget was not applied", spent.stdout + spent.stderr)
    machine.await_health()
    edited = "# an administrator's line\n" + machine.path("etc/tailmend/tailmend.toml").read_text()
    machine.write("etc/tailmend/tailmend.toml", edited)
    machine.run("tailmend", "pause", "--for", "2h", "--reason", PAUSE_REASON)
    place.net.ip("lan", "link", "set", "eth0", "down")
    before = await_that("an episode", lambda: episode_of(machine))
    place.say(f"episode   {before['episode']['number']} under way, paused, {before['budget']['restarts']['left']} restarts left")
    starts = machine.starts()

    machine.install(place.options.deb)
    after = await_that("the episode's verdict after the upgrade", lambda: episode_of(machine))
    expect(machine.version() != PREVIOUS, "the package is still the previous version")
    expect(machine.starts() == starts + 1, "tailmend was not started exactly once", machine.starts() - starts)
    expect(machine.starts(TAILSCALED) == 2, "tailscaled was restarted")
    for key in ("budget", "pause"):
        expect(same(before[key], after[key]), f"the {key} is not as before", f"{before[key]} and now {after[key]}")
    expect(after["verdict"] == before["verdict"], "another verdict", after["verdict"])
    told = {episode["number"]: episode["ending"] for episode in machine.ask("history")["episodes"]}
    expect(told.get(before["episode"]["number"]) == "cut-off" and told.get(after["episode"]["number"]) == "going-on",
           "the history does not tell of both halves of the episode", told)
    expect(machine.path("etc/tailmend/tailmend.toml").read_text() == edited, "the administrator's line is gone")
    place.net.ip("lan", "link", "set", "eth0", "up")
    place.net.ip("lan", "route", "replace", "default", "via", "10.77.0.1")
    machine.await_health()
    machine.sound()


@scenario("an upgrade over a wrong configuration says so and leaves the daemon running that is there")
def upgrade_over_mistake(place):
    machine = place.boot()
    machine.install(place.options.previous)
    process = machine.show(UNIT, "MainPID")
    machine.write("etc/tailmend/conf.d/plc.toml", WRONG)
    told = machine.install(place.options.deb)
    said = [line for line in (told.stdout + told.stderr).splitlines() if line.startswith("tailmend: NOT RESTARTED")]
    expect(len(said) == 1 and "plc.toml:3:1" in said[0] and "systemctl restart tailmend" in said[0], "apt does not say why, and what to do", said)
    expect(machine.version() != PREVIOUS, "the package is still the previous version")
    expect(machine.show(UNIT, "MainPID") == process and machine.starts() == 1, "the daemon of before does not run any more")
    expect(machine.ask("status"), "the daemon of before does not answer")
    machine.sound()

    machine.write("etc/tailmend/conf.d/plc.toml", CONFIG)
    machine.run("systemctl", "restart", UNIT)
    expect(machine.show(UNIT, "MainPID") not in ("0", process), "mended, the new one does not start", machine.journal())
    machine.sound()


def overruled(*gates):
    return [word for gate in gates for word in ("--despite", gate)]


def episode_of(machine):
    """The status, once the daemon is in an episode about which it can do nothing."""
    status = machine.ask("status") or {}
    return status if status.get("episode") and status.get("state") == "reported" else None


def same(before, after):
    """Equal, but that an instant may have been kept with less than its milliseconds."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, str) and INSTANT.fullmatch(before) and INSTANT.fullmatch(str(after)):
        return abs(moment(before) - moment(after)) < 2
    return before == after


@scenario("an upgrade while a remedy runs lets it end, and nothing is restarted twice")
def upgrade_in_remedy(place):
    machine = place.supervised(place.options.previous_otherwise)
    machine.write("etc/systemd/system/tailscaled.service.d/slow.conf", f"[Service]\nExecStartPre=/bin/sleep {RESTART_TAKES_S}\n")
    machine.run("systemctl", "daemon-reload")
    package = machine.bring(place.options.deb)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        mending = pool.submit(machine.run, "tailmend", "mend", "restart", *overruled("verdict", "targets", "peers", "rounds", "packages"), check=False,
                              limit=LONGEST_REMEDY_S)
        await_that("the restart of tailscaled", lambda: machine.show(TAILSCALED, "ActiveState") in ("activating", "deactivating"))
        machine.apt("install", package)
        mending.result()
    machine.await_health()
    expect(machine.starts(TAILSCALED) == 2, "tailscaled was not restarted exactly once", machine.starts(TAILSCALED) - 1)
    expect(machine.starts() == 2, "tailmend was not started exactly once by the upgrade", machine.starts() - 1)
    told = machine.journal()
    expect("restart: done" in told, "the remedy's outcome is not told", told)
    expect("# of an earlier version" not in machine.path("etc/tailmend/tailmend.toml").read_text(), "a file that nobody has edited is not the new one")
    status = machine.ask("status")
    expect(status["budget"]["restarts"]["left"] == status["budget"]["restarts"]["of"] - 1, "the restart is not in the budget")
    machine.sound()


@scenario("an upgrade while tailscaled cannot start does not start it again before its five minutes of rest are over")
def upgrade_in_rest(place):
    machine = place.supervised(place.options.previous)
    machine.write(CANNOT_START, "[Service]\nExecStartPre=/bin/false\nRestart=no\n")
    machine.run("systemctl", "daemon-reload")
    died = time.monotonic()
    machine.run("systemctl", "kill", "--signal=KILL", TAILSCALED)
    await_that("tailmend's start of tailscaled", lambda: machine.starts(TAILSCALED) == 2, limit=LONGEST_REMEDY_S)
    took = time.monotonic() - died
    await_that("the word that it rests", lambda: rests(machine), limit=LONGEST_REMEDY_S)
    before = machine.ask("status")["budget"]
    place.say(f"rests     after a start that failed, {took:.0f} s after tailscaled's death")

    machine.install(place.options.deb)
    await_that("the new daemon's verdict", lambda: (machine.ask("status") or {}).get("verdict") == "backend-dead", limit=LONGEST_REMEDY_S)
    await_that("the new daemon's word that it rests", lambda: rests(machine), limit=LONGEST_REMEDY_S)
    time.sleep(3 * took + REST_WATCHED_S)
    expect(machine.starts() == 2, "tailmend was not started exactly once by the upgrade", machine.starts() - 1)
    expect(machine.starts(TAILSCALED) == 2, "tailscaled was started again at once", machine.starts(TAILSCALED) - 1)
    expect(same(before, machine.ask("status")["budget"]), "the budget is not as before", f"{before} and now {machine.ask('status')['budget']}")

    machine.path(CANNOT_START).unlink()
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", TAILSCALED)
    machine.await_health()
    machine.sound()


def rests(machine):
    return "it was started and ended again; once more after five minutes" in " ".join(machine.run("tailmend", "status", check=False).stdout.split())


@scenario("removed it stops and keeps its state, purged nothing is left, and it can be installed again")
def remove_and_purge(place):
    machine = place.boot()
    machine.path(METRICS).parent.mkdir(parents=True)
    machine.install(place.options.deb)
    machine.apt("purge", "tailmend")  # what it depends on stays, and is no leftover of its own
    before = machine.files()
    machine.install(place.options.deb)
    state = machine.path("var/lib/tailmend")
    await_that("something in the state folder", lambda: any(state.iterdir()))
    kept = {path.name for path in state.iterdir()}
    machine.run("tailmend", "pause", "--for", "2h")

    machine.apt("remove", "tailmend")
    expect(machine.show(UNIT, "MainPID") in ("", "0"), "it runs although it is removed")
    expect(kept <= {path.name for path in state.iterdir()}, "removal took its state")
    expect(machine.path("etc/tailmend/tailmend.toml").exists(), "removal took its configuration")

    machine.install(place.options.deb)
    await_that("the pause of before", lambda: (machine.ask("status") or {}).get("pause"))
    machine.leave_metrics()
    machine.apt("purge", "tailmend")
    left = sorted(machine.files() - before)
    expect(not left, "purge leaves something", " ".join(left))
    expect(not machine.path("run/tailmend").exists(), "purge leaves /run/tailmend")
    machine.sound()
    machine.install(place.options.deb)
    expect(machine.show(UNIT, "ActiveState") == "active", "installed again, it does not run", machine.journal())
    machine.sound()
