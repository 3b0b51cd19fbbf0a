"""Faults on the supervised host: tailscaled, its unit, its socket, its routes; tailmend killed; a person's commands."""

import os
import signal
import sys
import time
from pathlib import Path

from host import HIDDEN_SOCKET, SOCKET, TAILSCALED
from judge import text_of, told
from tailnet import await_that
from topology import TARGET
from vocabulary import step

HERE = Path(__file__).resolve().parent
LONGEST_WAIT_FOR_STATE_S = 120


@step
def by_hand(lab, command):
    """A person's command on the supervised host, as a list of words. What it changes in tailscaled's preferences is that
    person's will, and has to last."""
    lab.host.run(*command, limit=60)
    lab.keep_preferences()


@step
def tailscale_down(lab):
    by_hand(lab, ["tailscale", "down"])


@step
def tailscale_up(lab):
    by_hand(lab, ["tailscale", "up"])  # any flag would ask for all the others


@step
def tailscaled_stopped_in_its_tracks(lab):
    """SIGSTOP: systemd still calls it active, its socket still accepts."""
    os.kill(lab.host.main_pid(TAILSCALED), signal.SIGSTOP)


@step
def tailscaled_killed(lab):
    os.kill(lab.host.main_pid(TAILSCALED), signal.SIGKILL)


@step
def tailscaled_cannot_start(lab):
    """A flag that tailscaled does not know, found when it dies: systemd tries five times and gives up (start limit)."""
    lab.host.write_flags("--no-such-flag")
    tailscaled_killed(lab)
    await_that("the start limit", lambda: lab.host.show(TAILSCALED, "ActiveState") == "failed")


@step
def tailscaled_can_start(lab):
    lab.host.write_flags(lab.flags)


@step
def tailscaled_flags(lab, flags=None):
    """Somebody changes tailscaled's flags (none: back to what they were) and restarts it."""
    lab.host.write_flags(lab.flags if flags is None else flags)
    lab.host.run("systemctl", "restart", TAILSCALED, limit=60)


@step
def socket_removed(lab):
    """For everybody but the lab."""
    lab.host.path(SOCKET).rename(lab.host.path(HIDDEN_SOCKET))


@step
def localapi_refuses(lab):
    """Something in front of LocalAPI answers 403 to everything. The lab itself goes on asking the real one."""
    socket_removed(lab)
    lab.refusing = lab.ledger.start([sys.executable, HERE / "refuse.py", lab.host.path(SOCKET)],
                                    log=lab.record / "refuse.log")
    await_that("the refusal", lambda: lab.host.path(SOCKET).exists())


@step
def localapi_answers(lab):
    lab.refusing.kill()
    lab.refusing.wait(timeout=10)
    lab.host.path(HIDDEN_SOCKET).rename(lab.host.path(SOCKET))


@step
def rules_deleted(lab):
    """tailscaled's policy rules, as systemd-networkd deletes what it does not know. tailscaled sees it and puts them back."""
    for priority in ("5210", "5230", "5250", "5270"):
        lab.net.ip("host", "rule", "del", "priority", priority)


@step
def table_flushed(lab):
    lab.net.ip("host", "route", "flush", "table", "52")


@step
def subnet_route_deleted(lab):
    """Only the way to the subnet goes; the peers themselves can still be reached."""
    lab.net.ip("host", "route", "del", "10.77.0.0/24", "table", "52")


@step
def tun_down(lab):
    lab.net.ip("host", "link", "set", "tailscale0", "down")


@step
def forwarding(lab, on):
    lab.net.sysctl("host", f"net.ipv4.ip_forward={int(on)}")


@step
def dbus_down(lab):
    lab.host.run("systemctl", "stop", "dbus.socket", "dbus.service")


@step
def dbus_returns(lab):
    lab.host.run("systemctl", "start", "dbus.socket", "dbus.service")


@step
def ssh_session_ends(lab):
    lab.ssh.end()


@step
def supervisor_killed(lab, state, nth=1):
    """SIGKILL for tailmend's main process, as soon as its journal names a state for the first time (or the nth).
    systemd starts it again."""
    if lab.options.supervisor != "tailmend":
        return
    pid = lab.host.main_pid("tailmend.service")
    deadline = time.monotonic() + LONGEST_WAIT_FOR_STATE_S
    while time.monotonic() < deadline:
        entered = [line for _, line in told(lab.timeline.journal(), lab.since) if text_of(line, "STATE_TO") == state]
        if len(entered) >= nth:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.02)
    raise RuntimeError(f"tailmend was not {state} within {LONGEST_WAIT_FOR_STATE_S} s; it was not killed")


@step
def supervisor_killed_as_it_starts(lab):
    """SIGKILL for tailmend's main process, and for the next one as soon as it is there: `starting` is over within
    milliseconds, and no line of the journal names it."""
    if lab.options.supervisor != "tailmend":
        return
    first = lab.host.main_pid("tailmend.service")
    os.kill(first, signal.SIGKILL)

    def following():
        pid = lab.host.main_pid("tailmend.service")
        return pid if pid != first else None
    os.kill(await_that("the next start of tailmend", following, every=0.02), signal.SIGKILL)


@step
def setup_finds_the_target(lab):
    """A host as it is after the package came: no configuration, a hint, and a person who follows it while something on the
    host talks to the target."""
    address, port = TARGET
    lab.host.path("etc/tailmend/tailmend.toml").unlink()
    lab.host.run("systemctl", "reload", "tailmend.service")
    await_that("the hint to setup", lambda: "sudo tailmend setup" in lab.host.run("tailmend", "status", check=False).stdout)
    lab.ledger.start(lab.host.inside("bash", "-c", f"exec 3<>/dev/tcp/{address}/{port}; sleep 60"), log=lab.record / "talk.log")
    talks = ["ss", "--no-header", "--tcp", "dst", f"{address}:{port}"]
    await_that("the connection to the target", lambda: "ESTAB" in lab.host.run(*talks, check=False).stdout)
    said = lab.host.run("tailmend", "setup", "--yes", limit=60).stdout
    (lab.record / "setup.txt").write_text(said)
    for words in (f"{address}:{port} answers in ", f'address = "{address}:{port}"', "watched     site-modbus"):
        if words not in said:
            raise RuntimeError(f"setup did not say '{words}'; it said:\n{said}")
