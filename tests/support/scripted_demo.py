#!/usr/bin/env python3
"""The demo where the real parts cannot be had: the real tailmend, beside a tailscaled that plays a script.

Needs no rights and changes nothing on this machine. The target and the WAN's anchors are listeners of this program; the
fault is that the target goes silent and no peer answers a ping; what heals is that tailscaled is told to rebind.
"""

import argparse
import ctypes
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lab"))

from judge import told, without_data
from live import Live
from timeline import lines_of

TARGET = "127.77.0.10"  # behind the "subnet route" 127.77.0.0/24, which this kernel sends through lo
CALM_S = 5              # before the fault
LONGEST_HEALTH_S = 45   # for the first health, and for health after the fault, also on a busy machine
LONGEST_FAULT_S = 45
AFTERWARDS_S = 3
SKIPPED = 77            # what a test program says so with
DIES_WITH_PARENT = 1    # PR_SET_PDEATHSIG

# kick and the hard remedies are left out: a real tailscaled of this machine must not feel the demo.
CONFIG = """\
steps = ["ping", "rebind"]
[[target]]
name = "plc"
address = "{target}:{port}"
[tailscale]
socket = "{socket}"
unit = "tailmend-demo.service"
interface = "lo"
"""
WORLD = """\
self demo-host nyc 100.64.0.1
peer site site-router 100.64.0.2 route=127.77.0.0/24 active=yes in-engine=yes direct=203.0.113.9:41641
peer nas nas 100.64.0.3 active=yes in-engine=yes direct=203.0.113.10:41641
derp nyc {address} {address} {derp}
prefs ControlURL "http://{address}:{control}"
when action=rebind ping * * pong 0.012
"""


class Service(threading.Thread):
    """A TCP service that can fall silent: with its queue full the kernel drops what asks to connect."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.listener = socket.create_server((address, 0), backlog=64)
        self.listener.setblocking(False)
        self.port = self.listener.getsockname()[1]
        self.silent, self.fillers = threading.Event(), []
        self.start()

    def run(self):
        with selectors.DefaultSelector() as ready:
            ready.register(self.listener, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select(timeout=0.1):
                    if key.fileobj is not self.listener:
                        self.read(ready, key.fileobj)
                    elif self.silent.is_set():
                        time.sleep(0.01)
                    else:
                        ready.register(self.listener.accept()[0], selectors.EVENT_READ)

    def read(self, ready, connection):
        try:
            if connection.recv(4096):
                return
        except OSError:
            pass
        ready.unregister(connection)
        connection.close()

    def fall_silent(self):
        self.silent.set()
        self.listener.listen(0)
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(self.listener.getsockname())
            self.fillers.append(filler)

    def speak(self):
        self.listener.listen(64)
        for filler in self.fillers:
            filler.close()
        self.silent.clear()


def own_address():
    """The address with which this machine would leave; None where there is no way out. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
            return asking.getsockname()[0]
        except OSError:
            return None


def die_with_parent():
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


class Play:
    def __init__(self, given, directory, address):
        self.directory, self.children, self.lines = directory, [], []
        self.plc = Service(TARGET)
        self.anchors = [Service(address), Service(address)]
        (directory / "world").write_text(
            WORLD.format(address=address, derp=self.anchors[0].port, control=self.anchors[1].port))
        (directory / "tailmend.toml").write_text(
            CONFIG.format(target=TARGET, port=self.plc.port, socket=directory / "socket"))
        self.script = self.start([given.localapi, directory / "socket", directory / "world", directory / "asked"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.script.stdout.readline() != "ready\n":
            raise RuntimeError("the scripted tailscaled did not start")
        with open(directory / "probe.jsonl", "ab") as beats:
            self.start([sys.executable, HERE.parent / "lab" / "probe.py", TARGET, self.plc.port], stdout=beats)
        environment = {name: value for name, value in os.environ.items() if name != "JOURNAL_STREAM"}
        self.tailmend = self.start([given.program, "daemon", "--config", directory / "tailmend.toml"],
                                   env={**environment, "STATE_DIRECTORY": str(directory), "RUNTIME_DIRECTORY": str(directory)},
                                   stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def start(self, words, **options):
        child = subprocess.Popen([str(word) for word in words], preexec_fn=die_with_parent, **options)
        self.children.append(child)
        return child

    def end(self):
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(timeout=3)
            except subprocess.TimeoutExpired:
                child.kill()

    def listen(self):
        """tailmend's words, as the lab's live view takes them from a journal."""
        for text in self.tailmend.stderr:
            line = {"__REALTIME_TIMESTAMP": str(int(time.time() * 1e6)), "MESSAGE": text.rstrip("\n")}
            if moved := re.match(r"([a-z-]+) → ([a-z-]+): ", text):
                line |= {"STATE_FROM": moved[1], "STATE_TO": moved[2]}
            elif applied := re.match(r"applying ([a-z-]+): |([a-z-]+): (?:done|failed|unavailable), ", text):
                line["REMEDY"] = applied[1] or applied[2]
            self.lines.append(line)

    # --- what the live view asks for ---

    def attempts(self):
        return lines_of(self.directory / "probe.jsonl")

    def journal(self):
        return list(self.lines)

    # --- the script ---

    def say(self, command):
        self.script.stdin.write(command + "\n")
        self.script.stdin.flush()
        if self.script.stdout.readline() != "ok\n":
            raise RuntimeError(f"the scripted tailscaled does not know '{command}'")

    def await_that(self, what, holds, limit):
        deadline = time.monotonic() + limit
        while not holds():
            if self.tailmend.poll() is not None:
                raise RuntimeError(f"tailmend ended: {self.lines[-1]['MESSAGE'] if self.lines else 'no word'}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come in {limit} s")
            time.sleep(0.05)

    def says_healthy(self, since=0):
        states = [line["STATE_TO"] for _, line in told(self.journal(), since) if "STATE_TO" in line]
        return bool(states) and states[-1] == "healthy"

    def rebound(self):
        asked = self.directory / "asked"
        return asked.exists() and "action=rebind" in asked.read_text()

    def play(self):
        self.await_that("tailmend's first health", self.says_healthy, LONGEST_HEALTH_S)
        live = Live(self)
        live.start()
        time.sleep(CALM_S)
        began = time.time()
        live.announce(began, "the tunnel breaks: plc and every peer fall silent. Nothing changes on this host.")
        self.say("ping * * silent")
        self.plc.fall_silent()
        try:
            self.await_that("a remedy", self.rebound, LONGEST_FAULT_S)
            self.plc.speak()
            self.await_that("health", lambda: self.says_healthy(began), LONGEST_HEALTH_S)
            time.sleep(AFTERWARDS_S)
        finally:
            live.end()
        dead, _ = without_data(self.attempts(), began, time.time() - 1)
        return dead


def arguments():
    parser = argparse.ArgumentParser(prog="scripted_demo.py", description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help="tailmend")
    parser.add_argument("--localapi", type=Path, required=True, help="tests/support/scripted_localapi, built")
    parser.add_argument("--compare", action="store_true", help="says why it cannot be done here")
    return parser.parse_args()


def end_in_order(number, _):
    raise SystemExit(128 + number)


def main():
    given = arguments()
    signal.signal(signal.SIGTERM, end_in_order)
    signal.signal(signal.SIGINT, end_in_order)
    address = own_address()
    if address is None:
        print("SKIPPED: scripted demo: this machine has no default route, so tailmend would only say wan-down")
        return SKIPPED
    print("tailmend is the real program; plc, the peers and tailscaled's answers are played by this one. About 30 s.")
    directory, play = Path(tempfile.mkdtemp(prefix="tailmend-demo-")), None
    try:
        play = Play(given, directory, address)
        dead = play.play()
    except (RuntimeError, OSError) as problem:
        for line in play.journal() if play else []:
            print(f"  {line['MESSAGE']}")
        return f"demo: {problem}"
    finally:
        if play:
            play.end()
        shutil.rmtree(directory, ignore_errors=True)
    print(f"\n   without data    {dead:.1f} s      remedy: rebind, the mildest that this demo has")
    print("   How long tailscaled alone takes, only the real parts can show: ./dev help demo")
    if given.compare:
        print("   --compare needs them too.")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
