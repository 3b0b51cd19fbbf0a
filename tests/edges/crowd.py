"""The whole daemon, and a crowd of somebody who may nothing: it holds a thousand connections, sends garbage and halves of
commands, never reads, and floods socket, bus and metrics. Meanwhile root gets its answers, heartbeats go on, memory stays
what it was, and neither the journal nor the disk fills. crowd.py PROGRAM SCRIPTED_LOCALAPI"""

import os
import pathlib
import resource
import socket
import struct
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / folder) for folder in ("support", "bench")]
import own_machine  # noqa: E402
from asking import a_year  # noqa: E402

CONTROL, BUS, METRICS = "/run/tailmend/control.sock", "/run/dbus/system_bus_socket", "/run/tailmend/metrics.sock"
HELD = 1000
MOST_MEMORY = 16 << 20   # more than before
MOST_LINES = 40          # of the daemon's, while the crowd is there: on a busy machine its target may be late now and then
MOST_DISK = 64 << 10     # the flight record of the heartbeats goes on
LONGEST_ANSWER_S = 5     # on a machine that has better to do
MOST_HEARTBEAT_S = 4     # one is due every second


# ---- the crowd: each of these for ever, as another user -------------------------------------------------------------

def connected(path, timeout=2.0):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(timeout)
    try:
        client.connect(path)
        return client
    except OSError:
        client.close()
        return None


def send(client, data):
    try:
        client.sendall(data)
        return True
    except OSError:
        return False


def command(*words):
    return f"tailmend 1 80 plain {len(words)}\n".encode() + b"".join(word.encode() + b"\0" for word in words)


def forever(data, path=CONTROL, reads=False):
    """A connection after the other, each with these bytes."""
    while True:
        client = connected(path)
        if client is None:
            continue
        with client:
            if send(client, data) and reads:
                client.settimeout(5)
                try:
                    while client.recv(1 << 16):
                        pass
                except OSError:
                    pass


def held(data, path=CONTROL):
    """A thousand at once, each with these bytes and never read; those that are closed are made anew."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (HELD + 100, HELD + 100))
    clients = []
    while True:
        while len(clients) < HELD:
            client = connected(path, timeout=0.2)
            if client is None:
                break
            send(client, data)
            clients.append(client)
        clients = [client for client in clients if not closed(client)]
        time.sleep(0.01)


def closed(client):
    try:
        client.setblocking(False)
        if client.recv(1, socket.MSG_PEEK) == b"":
            client.close()
            return True
    except BlockingIOError:
        return False
    except OSError:
        client.close()
        return True
    return False


def bus_call(serial, member, interface="org.tailmend.Tailmend1", path="/org/tailmend/Tailmend1", to="org.tailmend.Tailmend1", signature="", body=b""):
    """One method call as D-Bus has it on the wire."""
    def text(kind, value):
        raw = value.encode()
        return struct.pack("<I", len(raw)) + raw + b"\0" if kind != "g" else bytes([len(raw)]) + raw + b"\0"
    fields = b""
    for code, kind, value in ((1, "o", path), (2, "s", interface), (3, "s", member), (6, "s", to), (8, "g", signature)):
        if value:
            fields += b"\0" * (-len(fields) % 8) + bytes([code, 1]) + kind.encode() + b"\0" + text(kind, value)
    head = struct.pack("<BBBBII", ord("l"), 1, 0, 1, len(body), serial) + struct.pack("<I", len(fields)) + fields
    return head + b"\0" * (-len(head) % 8) + body


def on_bus():
    client = connected(BUS)
    if client is None:
        return None
    uid = str(os.getuid()).encode().hex().encode()
    for words in (b"\0AUTH EXTERNAL " + uid + b"\r\n", b"BEGIN\r\n"):
        if not send(client, words):
            return None
        if words.startswith(b"\0") and not client.recv(100).startswith(b"OK"):
            return None
    send(client, bus_call(1, "Hello", "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"))
    return client


def bus_flood(*calls, reads):
    while True:
        client = on_bus()
        if client is None:
            time.sleep(0.05)
            continue
        with client:
            serial = 2
            client.settimeout(1)
            while True:
                burst = b""
                for member, more in calls:
                    burst += bus_call(serial, member, **more)
                    serial += 1
                if not send(client, burst):
                    break
                if reads:
                    try:
                        client.setblocking(False)
                        while client.recv(1 << 16):
                            pass
                    except BlockingIOError:
                        pass
                    except OSError:
                        break
                    client.settimeout(1)


def words(*values):
    raw = b""
    for value in values:
        raw += b"\0" * (-len(raw) % 4) + struct.pack("<I", len(value)) + value.encode() + b"\0"
    return raw


ASKS = (("Status", {}), ("Episodes", {"signature": "s", "body": words("")}),
        ("GetAll", {"interface": "org.freedesktop.DBus.Properties", "signature": "s", "body": words("org.tailmend.Tailmend1")}))
ORDERS = (("Check", {}), ("Resume", {}), ("Pause", {"signature": "ts", "body": struct.pack("<Q", 3600) + words("mine")}))
CROWD = {
    "nobody": lambda: time.sleep(own_machine.LIMIT_S),  # to compare with
    "holds connections": lambda: held(b""),
    "holds them with half a command": lambda: held(command("status")[:20]),
    "never reads": lambda: held(command("history", "--json")),
    "sends garbage": lambda: forever(os.urandom(1 << 16)),
    "asks and asks": lambda: forever(command("status", "--json"), reads=True),
    "asks for a year of history": lambda: forever(command("history", "--json"), reads=True),
    "comes and goes": lambda: forever(b""),
    "orders": lambda: forever(command("pause", "--for", "2h"), reads=True),
    "asks on the bus": lambda: bus_flood(*ASKS, reads=True),
    "asks on the bus and never reads": lambda: bus_flood(*ASKS, reads=False),
    "orders on the bus": lambda: bus_flood(*ORDERS, reads=True),
    "holds the metrics": lambda: held(b"GET /metrics", METRICS),
    "floods the metrics": lambda: forever(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", METRICS, reads=True),
}


# ---- what root sees meanwhile ---------------------------------------------------------------------------------------

def scrape():
    """The metrics as a monitoring system reads them; it tries again, as those do."""
    for _ in range(20):
        client = connected(METRICS, timeout=5)
        if client is None:
            continue
        with client:
            page = b""
            try:
                client.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                while piece := client.recv(1 << 16):
                    page += piece
            except OSError:
                pass
            if b"tailmend_rounds_total" in page:
                return page
    return b""


class Crowd(unittest.TestCase):
    def begin(self, steps='"ping"'):
        self.machine = own_machine.Machine(PROGRAM, LOCALAPI, more=f'listen = "{METRICS}"', steps=steps, state=lambda folder: a_year(folder / "episodes"))
        self.addCleanup(self.machine.end)
        self.machine.await_health()

    def gather(self, kind):
        one = own_machine.Other(CROWD[kind])
        self.addCleanup(one.end)
        return one

    def look_on(self, kind):
        machine = self.machine
        # Ours first, once: what is kept for answers is no growth.
        self.assertEqual(machine.tailmend("status").returncode, 0)
        before, said, disk = machine.memory(), len(machine.lines), sum(machine.on_disk().values())
        crowd = [self.gather(kind) for _ in range(2)]
        beats, slowest, first = machine.plc.beats, 0.0, time.monotonic()
        while machine.plc.beats < beats + 5:
            for words in (("status",), ("status", "--json"), ("history",)):
                began = time.monotonic()
                answer = machine.tailmend(*words)
                slowest = max(slowest, time.monotonic() - began)
                self.assertEqual(answer.returncode, 0, (kind, words, answer.stderr))
        beat = (time.monotonic() - first) / (machine.plc.beats - beats)
        if "metrics" in kind:
            self.assertIn(b"tailmend_rounds_total", scrape())
        self.assertTrue(all(one.is_there() for one in crowd), "the crowd went away")
        grown = machine.memory("VmHWM") - before
        for one in crowd:
            one.end()
        # While it is flooded the bus keeps everybody waiting, with every service; root's commands do not need it.
        machine.await_that("an answer on the bus", lambda: machine.on_bus("Status").returncode == 0)
        lines = machine.lines[said:]
        print(f"{kind}: slowest answer {slowest * 1000:.0f} ms, a heartbeat every {beat:.1f} s, memory +{grown >> 10} KiB, {len(lines)} lines, "
              f"disk +{sum(machine.on_disk().values()) - disk} bytes")
        self.assertLess(slowest, LONGEST_ANSWER_S * SLOWER)
        self.assertLess(beat, MOST_HEARTBEAT_S * SLOWER)
        self.assertLessEqual(len(lines), MOST_LINES, lines)
        self.assertLess(sum(machine.on_disk().values()) - disk, MOST_DISK)
        if not SANITIZED:
            self.assertLess(grown, MOST_MEMORY)
        self.assertNotIn("paused", machine.tailmend("status").stdout)

    def test_a_crowd_learns_and_changes_nothing_and_keeps_nobody_waiting(self):
        self.begin()
        for kind in CROWD:
            with self.subTest(kind):
                self.look_on(kind)

    def test_root_has_a_remedy_applied_in_the_middle_of_it(self):
        self.begin('"ping", "kick"')
        crowd = [self.gather(kind) for kind in ("holds connections", "asks and asks", "orders")]
        answer = self.machine.tailmend("mend", "kick", "--despite", "verdict")
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertRegex(answer.stdout, "(?m)^kick: done")
        self.assertTrue(all(one.is_there() for one in crowd), "the crowd went away")

    def test_another_user_may_look_and_is_told_what_is_roots(self):
        self.begin()
        self.assertEqual(self.machine.tailmend("status", uid=own_machine.OTHER).returncode, 0)
        for words in (("pause", "--for", "2h"), ("resume",), ("mend",)):
            answer = self.machine.tailmend(*words, uid=own_machine.OTHER)
            self.assertEqual(answer.returncode, 1)
            self.assertIn(f"'{words[0]}' is for root", answer.stderr)
        self.assertEqual(self.machine.tailmend("mend").returncode, 0)


if __name__ == "__main__":
    SANITIZED = os.environ.get("SANITIZERS", "none") != "none"
    SLOWER = 4 if SANITIZED else 1
    LOCALAPI = os.path.abspath(sys.argv.pop(2))
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    own_machine.enter("crowd", "dbus-daemon", "busctl")
    unittest.main(verbosity=2)
