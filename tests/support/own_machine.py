"""A machine of a test's own, as far as one process can have it: its own mounts with an empty /run, its own network with a
way out, a system bus with the shipped policy, a scripted tailscaled, and the real daemon. Needs root; changes nothing
outside, and leaves nothing behind when it is killed."""

import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

CLONE_NEWNS, CLONE_NEWNET = 0x20000, 0x40000000
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
OTHER = 65534         # the uid of somebody who may nothing
LIMIT_S = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = "127.77.0.10"
CONFIG = """\
heartbeat = "1s"
steps = [{steps}]
[[target]]
name = "plc"
address = "{address}:{port}"
[tailscale]
socket = "/run/tailscaled.sock"
interface = "lo"
[metrics]
file = "/run/tailmend/metrics.prom"
{more}
"""
WORLD = "self host nyc 100.64.0.1\npeer site site-router 100.64.0.2 route=127.77.0.0/24 active=yes in-engine=yes direct=203.0.113.9:41641\n"
# As the system's own, which is not there where no system bus is installed.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "x">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
  </policy>
  <include>{root}/units/org.tailmend.Tailmend1.conf</include>
  <include ignore_missing="yes">/usr/share/dbus-1/system.d/org.freedesktop.PolicyKit1.conf</include>
</busconfig>
"""

libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    libc.prctl(DIES_WITH_PARENT, signal.SIGKILL)


def skip(test, reason):
    print(f"SKIPPED: {test}: {reason}")
    sys.exit(77)


def run(*words):
    subprocess.run([str(word) for word in words], check=True, timeout=LIMIT_S)


def enter(test, *commands):
    """From here on this process is on the machine, or has said why it cannot be, and ended."""
    if os.geteuid() != 0:
        skip(test, "only root can make a machine of its own")
    for command in ("ip", "mount", *commands):
        if not shutil.which(command):
            skip(test, f"{command} is not installed")
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        skip(test, "this machine does not let root make namespaces")
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "tmpfs", "-o", "mode=0755,size=256m", "tmpfs", "/run")
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "wan0", "type", "veth", "peer", "name", "far0")
    run("ip", "address", "add", "10.1.0.10/24", "dev", "wan0")
    for interface in ("wan0", "far0"):
        run("ip", "link", "set", interface, "up")
    run("ip", "route", "add", "default", "via", "10.1.0.1")
    for folder, mode in (("dbus", 0o755), ("state", 0o700), ("tailmend", 0o755), ("config", 0o755)):
        (pathlib.Path("/run") / folder).mkdir(mode=mode)


class Plc(threading.Thread):
    """Accepts what the daemon's heartbeats connect to, and counts."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server((TARGET, 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.beats = 0
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.beats += 1
            threading.Thread(target=self.hold, args=(connection,), daemon=True).start()

    @staticmethod
    def hold(connection):
        with connection:
            connection.settimeout(LIMIT_S)
            try:
                connection.recv(1)
            except OSError:
                pass


class Other:
    """Somebody who may nothing and does this for as long as it is let. A fork: what runs this test need not be there for others."""

    def __init__(self, act):
        self.pid = os.fork()
        if self.pid:
            return
        try:
            os.setgroups([])
            os.setgid(OTHER)
            os.setuid(OTHER)
            die_with_parent()
            act()
        except BaseException as problem:  # whatever it was, it must not go on as the test
            print(f"another user: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
        finally:
            os._exit(1)

    def is_there(self):
        if self.pid is not None and os.waitpid(self.pid, os.WNOHANG) != (0, 0):
            self.pid = None
        return self.pid is not None

    def end(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None


class Machine:
    def __init__(self, program, localapi, more="", steps='"ping"', before=(), state=None):
        """`before` is put before the daemon's words: what starts it with other rights. `state` furnishes its folder."""
        self.children, self.lines, self.program = [], [], program
        for folder in ("/run/state", "/run/tailmend"):  # of a test before
            for path in pathlib.Path(folder).iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if state:
            state(pathlib.Path("/run/state"))
        shutil.copy(program, "/run/tailmend-program")  # where others can read it, too
        pathlib.Path("/run/tailmend-program").chmod(0o755)
        pathlib.Path("/run/bus.conf").write_text(BUS.format(root=ROOT))
        self.bus = self.start(["dbus-daemon", "--config-file=/run/bus.conf", "--nofork", "--nopidfile", "--print-address=1"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if not self.bus.stdout.readline():
            raise RuntimeError("the bus did not start")
        pathlib.Path("/run/world").write_text(WORLD)
        self.tailscaled = self.start([localapi, "/run/tailscaled.sock", "/run/world"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
        if self.tailscaled.stdout.readline() != "ready\n":
            raise RuntimeError("the scripted tailscaled did not start")
        self.plc = Plc()
        pathlib.Path("/run/config/tailmend.toml").write_text(CONFIG.format(address=TARGET, port=self.plc.port, more=more, steps=steps))
        self.daemon = self.start([*before, "/run/tailmend-program", "daemon", "--config", "/run/config/tailmend.toml"],
                                 env={"PATH": os.environ["PATH"], "STATE_DIRECTORY": "/run/state", "RUNTIME_DIRECTORY": "/run/tailmend"},
                                 stderr=subprocess.PIPE, text=True)
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def start(self, words, **options):
        child = subprocess.Popen([str(word) for word in words], preexec_fn=die_with_parent, **options)
        self.children.append(child)
        return child

    def listen(self):
        for line in self.daemon.stderr:
            self.lines.append(line.rstrip("\n"))

    def end(self):
        for child in self.children:
            child.kill()
        for child in self.children:
            child.wait(timeout=LIMIT_S)
        self.listener.join()
        for pipe in (pipe for child in self.children for pipe in (child.stdin, child.stdout, child.stderr) if pipe):
            pipe.close()
        self.plc.listener.close()

    def await_that(self, what, holds):
        deadline = time.monotonic() + LIMIT_S
        while not holds():
            if self.daemon.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come: {self.lines[-5:]}")
            time.sleep(0.02)

    def await_health(self):
        self.await_that("health", lambda: any("→ healthy: " in line for line in self.lines))
        self.await_that("a heartbeat", lambda: self.plc.beats > 2)

    def tailmend(self, *words, uid=0):
        """A command of somebody's: what it prints and exits with."""
        return subprocess.run(["/run/tailmend-program", *words], capture_output=True, text=True, timeout=LIMIT_S, user=uid, group=uid,
                              extra_groups=[], env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, cwd="/")

    @staticmethod
    def on_bus(*words, uid=0):
        """A bare method call of somebody's."""
        return subprocess.run(["busctl", "call", "org.tailmend.Tailmend1", "/org/tailmend/Tailmend1", "org.tailmend.Tailmend1", *words],
                              capture_output=True, text=True, timeout=LIMIT_S, user=uid, group=uid, extra_groups=[])

    def memory(self, field="VmRSS"):
        """Bytes of the daemon."""
        with open(f"/proc/{self.daemon.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field + ":"))

    def on_disk(self):
        """Bytes in all that the daemon writes, by file."""
        return {str(path): path.stat().st_size for folder in ("/run/state", "/run/tailmend") for path in pathlib.Path(folder).rglob("*") if path.is_file()}
