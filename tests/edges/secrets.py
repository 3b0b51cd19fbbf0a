"""The real daemon beside a scripted tailscaled that hands out keys and an address to log in at: nothing of them comes out, not in a
line, not in a file, not to a hook. secrets.py PROGRAM SCRIPTED_LOCALAPI"""

import os
import pathlib
import subprocess
import sys
import unittest

LOCALAPI = os.path.abspath(sys.argv.pop(2))
PROGRAM = os.path.abspath(sys.argv.pop(1))
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from beside import Beside

KEY = "privkey:5ec2e7" + "0" * 58
LOGIN = "https://login.tailscale.com/a/5ec2e7a0b1"
SECRETS = ("5ec2e7", "nodekey:", "privkey:", "tskey-", "PrivateNodeKey", "hostname-of-the-preferences")


class Secrets(Beside):
    def setUp(self):
        super().setUp()
        (self.folder / "state").mkdir()
        hooks = self.folder / "hooks.d"
        hooks.mkdir(mode=0o755)
        (hooks / "10-env").write_text(f'#!/bin/sh\nenv >>"{self.folder}/told"\n')
        (hooks / "10-env").chmod(0o755)
        config = self.folder / "tailmend.toml"
        config.write_text(f'[tailscale]\nsocket = "{self.folder}/sock"\n[hooks]\nfolder = "{hooks}"\n'
                          '[[target]]\nname = "plc"\naddress = "127.77.0.10:502"\n')
        config.chmod(0o644)

    def test_nothing_of_tailscaleds_secrets_comes_out(self):
        tailscaled = self.run_beside(LOCALAPI, self.folder / "sock", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(tailscaled.stdout.readline(), "ready\n")

        def tell(command):
            tailscaled.stdin.write(command + "\n")
            tailscaled.stdin.flush()
            self.assertEqual(tailscaled.stdout.readline(), "ok\n", command)

        tell(f'prefs Config {{"PrivateNodeKey":"{KEY}","NodeID":"n1"}}')
        tell('prefs Hostname "hostname-of-the-preferences"')
        tell("peer r site 100.64.0.2 online=yes")
        daemon = self.run_beside(PROGRAM, "daemon", "--config", self.folder / "tailmend.toml", stderr=subprocess.PIPE,
                                 env={"STATE_DIRECTORY": str(self.folder / "state"), "RUNTIME_DIRECTORY": str(self.folder / "state")})
        said = self.read_until(daemon, "→ probing")
        tell("backend NeedsLogin")
        tell(f'notify {{"State":2,"BrowseToURL":"{LOGIN}"}}')
        said += self.read_until(daemon, "needs-login")
        said += self.read_until(daemon, " for needs-login: ")  # hooks ran, or systemd did not let a user run them
        check = subprocess.run([PROGRAM, "check", "--config", self.folder / "tailmend.toml"], text=True, capture_output=True, timeout=self.LIMIT_S)
        daemon.terminate()
        said += daemon.stderr.read()

        texts = {"the daemon's lines": said, "check": check.stdout + check.stderr}
        told = self.folder / "told"
        if told.exists():
            texts["a hook"] = told.read_text()
            self.assertIn("TAILMEND_VERDICT=needs-login", texts["a hook"])
        for path in (self.folder / "state").rglob("*"):
            if path.is_file():
                texts[path.name] = path.read_bytes().decode(errors="replace")
        self.assertIn("current", texts)  # the flight record
        for name, text in texts.items():
            for secret in SECRETS:
                self.assertNotIn(secret, text, f"in {name}")


unittest.main()
