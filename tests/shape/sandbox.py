#!/usr/bin/env python3
"""The shipped unit is as locked up as the design asks, with one capability and no other."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
UNIT = ROOT / "units/tailmend.service.in"
WITHOUT_NET_ADMIN = ROOT / "packaging/examples/no-net-admin.conf"
MOST_EXPOSURE = 2.0  # by `systemd-analyze security`: 0 is nothing, 10 is everything
# What that command gives no points for.
PRESENT = {"MemoryMax", "TasksMax", "StateDirectory", "RuntimeDirectory", "WatchdogSec", "SystemCallErrorNumber"}


def settings(text):
    """Each key of [Service] with its values, in order."""
    found = {}
    section = text.split("[Service]", 1)[1].split("\n[", 1)[0]
    for key, value in re.findall(r"^([A-Za-z]+)=(.*)$", section, re.M):
        found.setdefault(key, []).append(value)
    return found


def exposure(text):
    """What systemd-analyze thinks of a unit, unloaded."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "tailmend.service"
        unit.write_text(text.replace("@bindir@", "/usr/bin"))
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", unit], capture_output=True,
                              text=True, env={**os.environ, "LC_ALL": "C"}, timeout=30)
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said.stdout)
    if not level:
        raise RuntimeError(f"systemd-analyze says no level: {said.stdout}{said.stderr}")
    return float(level[1])


class Sandbox(unittest.TestCase):
    def setUp(self):
        self.text = UNIT.read_text()

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_the_unit_is_hardly_exposed(self):
        level = exposure(self.text)
        print(f"exposure {level}")
        self.assertLessEqual(level, MOST_EXPOSURE)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_and_less_so_with_the_drop_in(self):
        self.assertLess(exposure(self.text + WITHOUT_NET_ADMIN.read_text()), exposure(self.text))

    def test_it_has_one_capability_and_can_get_no_other(self):
        found = settings(self.text)
        self.assertEqual(found["CapabilityBoundingSet"], ["CAP_NET_ADMIN"])
        self.assertEqual(found["AmbientCapabilities"], [""])
        self.assertEqual(found["NoNewPrivileges"], ["yes"])
        self.assertEqual(settings(WITHOUT_NET_ADMIN.read_text()), {"CapabilityBoundingSet": [""]})

    def test_it_has_limits_and_folders_of_its_own(self):
        self.assertEqual(PRESENT - settings(self.text).keys(), set())


class SelfCheck(unittest.TestCase):
    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_an_open_unit_is_found(self):
        self.assertGreater(exposure("[Service]\nExecStart=/bin/true\n"), 9)
        self.assertGreater(exposure(UNIT.read_text().replace("SystemCallFilter", "# SystemCallFilter")), MOST_EXPOSURE)

    def test_keys_are_read_with_all_their_values(self):
        self.assertEqual(settings("[Unit]\nA=0\n[Service]\nA=1\n#B=2\nA=3 4\n\n[Install]\nC=5\n"), {"A": ["1", "3 4"]})


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
