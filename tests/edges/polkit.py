"""The daemon, a system bus and the real polkitd with the shipped policy: root may all, others what a rule allows them, and
nobody waits for a polkitd that hangs. polkit.py PROGRAM SCRIPTED_LOCALAPI"""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import own_machine  # noqa: E402

POLKITD = next((path for path in ("/usr/lib/polkit-1/polkitd", "/usr/libexec/polkitd") if os.access(path, os.X_OK)), None)
ACTIONS, RULES = pathlib.Path("/usr/share/polkit-1/actions"), pathlib.Path("/etc/polkit-1/rules.d")
RULE = """polkit.addRule(function(action, subject) {
  if (%s && subject.user == "%s") return polkit.Result.YES;
});
"""


class Polkit(unittest.TestCase):
    def setUp(self):
        for rule in RULES.iterdir():
            rule.unlink()
        self.machine = own_machine.Machine(PROGRAM, LOCALAPI)
        self.addCleanup(self.machine.end)
        self.machine.await_health()

    def start_polkitd(self, *rules):
        """With rules that each allow the other user one action."""
        for number, action in enumerate(rules):
            (RULES / f"{number}.rules").write_text(RULE % (f'action.id == "{action}"', pwd.getpwuid(own_machine.OTHER).pw_name))
        self.polkitd = self.machine.start([POLKITD, "--no-debug"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.machine.await_that("polkitd", self.polkitd_answers)

    def polkitd_answers(self):
        self.assertIsNone(self.polkitd.poll(), "polkitd ended")
        return subprocess.run(["busctl", "status", "org.freedesktop.PolicyKit1"], capture_output=True, timeout=own_machine.LIMIT_S).returncode == 0

    def other(self, *words):
        return self.machine.tailmend(*words, uid=own_machine.OTHER)

    def assert_refused(self, *words):
        answer = self.other(*words)
        self.assertEqual(answer.returncode, 1, answer.stdout)
        self.assertEqual(answer.stderr, f"tailmend: '{words[0]}' is for root, and for whom polkit allows org.tailmend.{words[0]}; try it with sudo\n")

    def call(self, *words):
        return self.machine.on_bus(*words, uid=own_machine.OTHER)

    def test_without_a_rule_another_user_is_refused_and_root_is_not(self):
        self.start_polkitd()
        self.assertEqual(self.other("status").returncode, 0)
        for words in (("pause", "--for", "1h"), ("resume",), ("mend",)):
            self.assert_refused(*words)
        self.assertIn("polkit would ask a person first", self.call("Check").stderr)
        self.assertNotIn("paused", self.other("status").stdout)
        for words in (("pause", "--for", "1h"), ("resume",)):
            self.assertEqual(self.machine.tailmend(*words).returncode, 0)

    def test_a_rule_allows_its_action_and_no_other(self):
        self.start_polkitd("org.tailmend.pause", "org.tailmend.check")
        self.assertEqual(self.call("Check").returncode, 0)
        answer = self.other("pause", "--for", "1h", "--reason", "mine")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn(f"paused      by {pwd.getpwuid(own_machine.OTHER).pw_name} until", self.other("status").stdout)
        self.assert_refused("resume")
        self.assert_refused("mend", "kick")
        self.assertIn("paused      by", self.machine.tailmend("status").stdout)

    def test_a_polkitd_that_hangs_or_is_gone_keeps_nobody_waiting(self):
        self.start_polkitd("org.tailmend.pause")
        self.polkitd.send_signal(signal.SIGSTOP)
        answer = self.other("pause", "--for", "1h")
        self.assertEqual(answer.returncode, 1, answer.stdout)
        self.assertEqual(self.other("status").returncode, 0)
        self.assertEqual(self.machine.tailmend("pause", "--for", "1h").returncode, 0)
        self.polkitd.kill()
        self.polkitd.wait()
        self.assert_refused("resume")


if __name__ == "__main__":
    LOCALAPI = os.path.abspath(sys.argv.pop(2))
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    if POLKITD is None or not ACTIONS.is_dir() or not RULES.is_dir():
        own_machine.skip("polkit", "polkitd is not installed")
    own_machine.enter("polkit", "dbus-daemon", "busctl")
    own = (ACTIONS / "org.freedesktop.policykit.policy").read_bytes()
    for folder in (ACTIONS, RULES):
        own_machine.run("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder)
    (ACTIONS / "org.freedesktop.policykit.policy").write_bytes(own)
    shutil.copy(own_machine.ROOT / "units/org.tailmend.policy", ACTIONS)
    unittest.main(verbosity=2)
