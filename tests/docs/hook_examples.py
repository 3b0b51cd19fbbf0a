#!/usr/bin/env python3
"""The examples of hooks: sh takes them, shellcheck has nothing to say, and with stubs of what they call they do what they say.

hook_examples.py FILE… [--shellcheck PROGRAM]"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ARGUMENTS = sys.argv[1:]
SHELLCHECK = ARGUMENTS[ARGUMENTS.index("--shellcheck") + 1] if "--shellcheck" in ARGUMENTS else None
EXAMPLES = {pathlib.Path(word).name: pathlib.Path(word) for word in ARGUMENTS if not word.startswith("-") and word != SHELLCHECK}

WAN_DOWN = {
    "TAILMEND_VERDICT": "wan-down", "TAILMEND_VERDICT_BEFORE": "healthy", "TAILMEND_WHOSE": "wan",
    "TAILMEND_SENTENCE": "no \"way\" out; $(touch owned) `touch owned`", "TAILMEND_ADVICE": "look at the uplink", "TAILMEND_EXIT": "2",
    "TAILMEND_PERSON": "no", "TAILMEND_STATE": "wan-down", "TAILMEND_EPISODE": "7", "TAILMEND_WAN4": "wan0",
    "TAILMEND_WAN4_GATEWAY": "192.0.2.1", "TAILMEND_WAN6": "", "TAILMEND_WAN6_GATEWAY": "",
}
HEALTHY = WAN_DOWN | {
    "TAILMEND_VERDICT": "healthy", "TAILMEND_VERDICT_BEFORE": "wan-down", "TAILMEND_WHOSE": "nobody", "TAILMEND_SENTENCE": "plc answers",
    "TAILMEND_ADVICE": "", "TAILMEND_EXIT": "0", "TAILMEND_STATE": "healthy",
}


class Examples(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def stub(self, name):
        """A command that writes down its arguments and what it reads."""
        path = self.folder / name
        path.write_text(f'#!/bin/sh\n{{ printf "%s\\n" "{name}:" "$@"; [ -t 0 ] || cat; }} >>"{self.folder}/calls"\n')
        path.chmod(0o755)

    def calls(self):
        path = self.folder / "calls"
        text = path.read_text() if path.exists() else ""
        path.unlink(missing_ok=True)
        return text

    def play(self, name, environment, **settings):
        """Runs an example with its own settings (the lines NAME=… of it) changed."""
        text = EXAMPLES[name].read_text()
        for key, value in settings.items():
            lines = [line for line in text.splitlines() if line.startswith(f"{key}=")]
            self.assertEqual(len(lines), 1, f"{name} has {key} once")
            text = text.replace(lines[0] + "\n", f"{key}={value}\n")
        hook = self.folder / "hook"
        hook.write_text(text)
        hook.chmod(0o755)
        ended = subprocess.run([hook], env={"PATH": f"{self.folder}:/usr/bin:/bin"} | environment, stdin=subprocess.DEVNULL, text=True,
                               capture_output=True, cwd=self.folder, timeout=20)
        self.assertFalse((self.folder / "owned").exists(), "a sentence was evaluated")
        return ended

    def test_a_shell_takes_each_of_them_and_shellcheck_has_nothing_to_say(self):
        self.assertEqual(sorted(EXAMPLES), ["mail", "modem", "ntfy"])
        for path in EXAMPLES.values():
            self.assertTrue(path.read_text().startswith("#!/bin/sh\n"))
            self.assertEqual(subprocess.run(["/bin/sh", "-n", path], capture_output=True, text=True).stderr, "")
            if SHELLCHECK:
                self.assertEqual(subprocess.run([SHELLCHECK, path], capture_output=True, text=True).stdout, "")

    def test_mail_calls_a_person_who_is_needed_and_says_when_it_is_over(self):
        self.stub("sendmail")
        called = self.folder / "called"
        self.assertEqual(self.play("mail", WAN_DOWN, called=called).returncode, 0)
        self.assertEqual(self.calls(), "")
        self.assertEqual(self.play("mail", WAN_DOWN | {"TAILMEND_PERSON": "yes"}, called=called).returncode, 0)
        mail = self.calls()
        self.assertTrue(mail.startswith("sendmail:\n-t\nTo: root\nSubject: tailmend on "), mail)
        head, body = mail.split("\n\n", 1)
        self.assertTrue(head.splitlines()[3].endswith(": wan-down"))
        self.assertNotIn("way", head)
        self.assertIn("wan-down, before that healthy\nno \"way\" out; $(touch owned) `touch owned`\n", body)
        self.assertIn("\nto do: look at the uplink\n", body)
        self.play("mail", HEALTHY, called=called)
        self.assertIn(": healthy\n", self.calls())
        self.play("mail", HEALTHY, called=called)
        self.assertEqual(self.calls(), "")
        self.play("mail", WAN_DOWN, called=called, every_change="yes")
        self.assertIn(": wan-down\n", self.calls())

    def test_mail_says_what_is_missing(self):
        if pathlib.Path("/usr/sbin/sendmail").exists() or pathlib.Path("/usr/lib/sendmail").exists():
            self.skipTest("this machine has a sendmail")
        ended = self.play("mail", WAN_DOWN | {"TAILMEND_PERSON": "yes"}, called=self.folder / "called")
        self.assertEqual((ended.returncode, ended.stdout), (1, ""))
        self.assertIn("there is no sendmail", ended.stderr)

    def test_ntfy_posts_what_happened(self):
        self.stub("curl")
        self.assertEqual(self.play("ntfy", WAN_DOWN).returncode, 1)  # no topic yet
        self.assertEqual(self.play("ntfy", WAN_DOWN, url="https://ntfy.example/x").returncode, 0)
        sent = self.calls()
        self.assertIn("\nPriority: default\n", sent)
        self.assertIn("\nhttps://ntfy.example/x\nno \"way\" out; $(touch owned) `touch owned`\nto do: look at the uplink\n", sent)
        self.assertNotIn("@\n", sent)
        self.play("ntfy", WAN_DOWN | {"TAILMEND_PERSON": "yes"}, url="https://ntfy.example/x", header_file="'/etc/token file'")
        sent = self.calls()
        self.assertIn("\nPriority: high\n", sent)
        self.assertIn("\n--header\n@/etc/token file\n", sent)
        self.play("ntfy", HEALTHY | {"TAILMEND_VERDICT_BEFORE": ""}, url="https://ntfy.example/x")
        self.assertEqual(self.calls(), "")

    def test_modem_only_says_what_it_would_do_until_it_is_let(self):
        self.stub("mmcli")
        self.stub("ip")
        ended = self.play("modem", WAN_DOWN)
        self.assertEqual((ended.returncode, self.calls()), (0, ""))
        self.assertIn("would run: ip route replace default dev wwan0 metric 5\n", ended.stdout)
        self.play("modem", WAN_DOWN, dry_run="no")
        self.assertEqual(self.calls(), "mmcli:\n-m\nany\n--simple-connect=apn=internet\nip:\nlink\nset\ndev\nwwan0\nup\n"
                         "ip:\nroute\nreplace\ndefault\ndev\nwwan0\nmetric\n5\n")
        self.play("modem", WAN_DOWN | {"TAILMEND_WAN4": "wwan0"}, dry_run="no")
        self.play("modem", HEALTHY, dry_run="no")
        self.assertEqual(self.calls(), "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
