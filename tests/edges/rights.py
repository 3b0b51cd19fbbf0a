"""The daemon as root without systemd, as in a container: with all rights, and with no capability at all. It says what it
lacks, and does what it can. rights.py PROGRAM SCRIPTED_LOCALAPI"""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import own_machine  # noqa: E402

STRIPPED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
LACKS = "CAP_NET_ADMIN, and with it kick, conntrack and the sight of tailscaled's own connections"


class Rights(unittest.TestCase):
    def begin(self, before=()):
        self.machine = own_machine.Machine(PROGRAM, LOCALAPI, steps='"ping", "kick", "rebind", "conntrack"', before=before)
        self.addCleanup(self.machine.end)
        self.machine.await_health()

    def mend(self, remedy):
        """What the order came to, in the daemon's words."""
        answer = self.machine.tailmend("mend", remedy, "--despite", "verdict")
        self.machine.await_that(f"what came of {remedy}", lambda: self.told_of(remedy))
        self.assertEqual((answer.returncode, answer.stderr), (0, ""), answer.stdout)  # all is well in the end, with it or without
        self.assertIn(self.told_of(remedy)[-1], answer.stdout.splitlines())
        return self.told_of(remedy)[-1]

    def told_of(self, remedy):
        return [line for line in self.machine.lines if line.startswith(f"{remedy}: ")]

    def status(self):
        return " ".join(self.machine.tailmend("status").stdout.split())

    def test_with_all_rights_it_lacks_nothing(self):
        self.begin()
        self.assertNotIn("lacking", self.status())
        self.assertIsNone(json.loads(self.machine.tailmend("status", "--json").stdout)["lacking"])
        self.assertIn("kick: done", self.mend("kick"))

    def test_without_a_capability_it_says_what_is_gone_and_does_the_rest(self):
        self.begin(STRIPPED)
        self.assertIn(f"this process lacks {LACKS}, ignoring", self.machine.lines)
        self.assertIn(f"lacking {LACKS}", self.status())
        self.assertEqual(json.loads(self.machine.tailmend("status", "--json").stdout)["lacking"], LACKS)
        self.assertIn("kick: unavailable, closing tailscaled's connections needs CAP_NET_ADMIN", self.mend("kick"))
        self.assertIn("conntrack: unavailable, deleting NAT mappings needs CAP_NET_ADMIN", self.mend("conntrack"))
        self.assertIn("rebind: done", self.mend("rebind"))

    def test_so_does_check(self):
        self.begin()
        words = (*STRIPPED, "/run/tailmend-program", "check", "--config", "/run/config/tailmend.toml")
        told = subprocess.run(words, capture_output=True, text=True, timeout=own_machine.LIMIT_S).stdout
        self.assertIn("they are shown to CAP_NET_ADMIN only, and kick and conntrack need it too", told)


if __name__ == "__main__":
    LOCALAPI = os.path.abspath(sys.argv.pop(2))
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    own_machine.enter("rights", "dbus-daemon", "setpriv")
    unittest.main(verbosity=2)
