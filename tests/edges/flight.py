"""The real daemon beside a scripted tailscaled, on a disk that is full for a while: its flight record ends, no episode is linked to
what ended, and in the next calm hour another begins. flight.py PROGRAM SCRIPTED_LOCALAPI"""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import time
import unittest

LOCALAPI = os.path.abspath(sys.argv.pop(2))
PROGRAM = os.path.abspath(sys.argv.pop(1))
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import own_machine
from beside import Beside
from scripted_demo import CONFIG, TARGET, WORLD, Service, own_address

AWHILE_S = 60


class Flight(Beside):
    LIMIT_S = 120

    def setUp(self):
        super().setUp()
        self.current = self.folder / "flight/current"
        self.plc = Service(TARGET)
        address = own_address()
        self.anchors = [Service(address), Service(address)]
        (self.folder / "world").write_text(WORLD.format(address=address, derp=self.anchors[0].port, control=self.anchors[1].port))
        config = CONFIG.format(target=TARGET, port=self.plc.port, socket=self.folder / "socket").replace('"ping", "rebind"', '"ping"')
        (self.folder / "tailmend.toml").write_text('heartbeat = "1s"\n' + config)
        script = self.run_beside(LOCALAPI, self.folder / "socket", self.folder / "world", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(script.stdout.readline(), "ready\n")
        # Python ignores SIGXFSZ, and the daemon is to inherit that: its files then cannot grow, as on a full disk.
        self.daemon = self.run_beside(PROGRAM, "daemon", "--config", self.folder / "tailmend.toml", stderr=subprocess.PIPE, restore_signals=False,
                                      env={"STATE_DIRECTORY": str(self.folder), "RUNTIME_DIRECTORY": str(self.folder)})
        self.hear("→ healthy")

    def hear(self, words):
        return self.read_until(self.daemon, words)

    def wait_for(self, path):
        until = time.monotonic() + AWHILE_S
        while not path.exists():
            self.assertLess(time.monotonic(), until, f"no {path.name} in {AWHILE_S} s")
            time.sleep(0.05)

    def let_files_grow_to(self, most):
        resource.prlimit(self.daemon.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def heal(self, number):
        self.hear(f"episode {number} began")
        self.plc.speak()
        self.daemon.send_signal(signal.SIGUSR1)
        self.hear("→ healthy")

    def test_a_record_that_ended_early_is_followed_by_another_once_all_is_well(self):
        self.plc.fall_silent()
        self.hear("healthy → probing")
        self.let_files_grow_to(self.current.stat().st_size)
        self.hear("the flight record ends here: write the flight record: File too large")
        self.assertFalse(self.current.exists())
        self.let_files_grow_to(resource.RLIM_INFINITY)
        self.heal(1)
        episodes = self.folder / "episodes"
        self.wait_for(episodes / "1")
        self.assertFalse((episodes / "1.flight").exists())

        self.wait_for(self.current)
        self.assertNotIn("wan-down", self.hear("→ healthy"))
        self.plc.fall_silent()
        self.heal(2)
        self.wait_for(episodes / "2.flight")
        self.assertTrue(self.current.samefile(episodes / "2.flight"))


if own_address() is None:
    own_machine.skip("flight", "this machine has no way out")
unittest.main()
