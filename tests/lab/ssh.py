"""An ssh session through the tailnet, from the witness to the supervised host, that says something every two seconds."""

import subprocess

from tailnet import await_that
from timeline import lines_of

TALK = "while :; do date +'{\"at\": %s.%N}'; sleep 2; done"
CLIENT = ("ssh", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes",
          "-o", "ServerAliveInterval=0", "-o", "LogLevel=ERROR")


class Session:
    def __init__(self, lab, kind):
        self.lab, self.kind = lab, kind
        self.process, self.said = None, lab.record / "ssh.jsonl"

    def start(self):
        lab, options = self.lab, []
        if self.kind == "openssh":
            options = ["-i", self.key()]
            lab.host.run("systemctl", "enable", "--now", "ssh.service")
        else:
            lab.tailnet.control("POST", "/ssh")
            lab.host.run("tailscale", "set", "--ssh", "--accept-risk=all")
        self.process = lab.ledger.start(
            lab.net.inside("witness", *CLIENT, *options, f"root@{lab.tailnet.address('host')}", TALK),
            log=lab.record / "ssh.log", stdout=open(self.said, "ab"))
        await_that("the ssh session", lambda: self.process.poll() is None and lines_of(self.said))

    def key(self):
        """A key of the session's own, known to the host."""
        key = self.lab.ledger.directory / "ssh-key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=30)
        authorized = self.lab.host.path("root/.ssh/authorized_keys")
        authorized.parent.mkdir(mode=0o700, exist_ok=True)
        authorized.write_text(key.with_name("ssh-key.pub").read_text())
        authorized.chmod(0o600)
        return key

    def end(self):
        """Its user logs out."""
        if not self.cut():
            self.process.kill()
            self.process.wait(timeout=10)
            self.process = None

    def cut(self):
        """Whether it ended without its user."""
        return self.process is not None and self.process.poll() is not None
