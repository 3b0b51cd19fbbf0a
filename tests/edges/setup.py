"""`tailmend setup` beside a scripted tailscaled: what it finds, shows, writes, and leaves alone. setup.py PROGRAM SCRIPTED_LOCALAPI"""

import os
import pathlib
import pty
import re
import socket
import struct
import subprocess
import sys
import threading
import unittest

LOCALAPI = os.path.abspath(sys.argv.pop(2))
PROGRAM = os.path.abspath(sys.argv.pop(1))
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from beside import Beside


class Proxy:
    """A SOCKS5 server that connects to nothing: those in `open_places` are held open, all others are refused."""

    def __init__(self, open_places):
        self.open_places, self.asked = open_places, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        with line:
            line.recv(64)
            line.sendall(b"\5\0")
            asked = line.recv(64)
            if not asked:
                return
            place = "%s:%d" % (socket.inet_ntoa(asked[4:8]), struct.unpack("!H", asked[8:10])[0])
            self.asked.append(place)
            line.sendall(b"\5" + (b"\0" if place in self.open_places else b"\5") + b"\0\1" + bytes(6))
            line.recv(64)


class Setup(Beside):
    def setUp(self):
        super().setUp()
        self.conf_d = self.folder / "conf.d"
        self.configure()

    def configure(self, more="", interface="lo"):
        # The loopback interface stands for tailscale0.
        (self.folder / "tailmend.toml").write_text(f'[tailscale]\nsocket = "{self.folder}/sock"\ninterface = "{interface}"\n' + more)

    def tailscaled(self, *commands):
        process = self.run_beside(LOCALAPI, self.folder / "sock", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(process.stdout.readline(), "ready\n")
        for command in ("prefs RouteAll true", *commands):
            process.stdin.write(command + "\n")
            process.stdin.flush()
            self.assertEqual(process.stdout.readline(), "ok\n", command)

    def talk(self, address):
        """A service that this host talks to, as "127.77.0.10:41234"."""
        listener = socket.create_server((address, 0))
        self.addCleanup(listener.close)
        line = socket.create_connection(listener.getsockname())
        self.addCleanup(line.close)
        return "%s:%d" % listener.getsockname()

    def run_setup(self, *words, **more):
        ended = subprocess.run([PROGRAM, "--config", self.folder / "tailmend.toml", "setup", *words], text=True, capture_output=True, stdin=subprocess.DEVNULL,
                               timeout=self.LIMIT_S, env={**os.environ, "COLUMNS": "100"}, **more)
        return ended.returncode, ended.stdout + ended.stderr

    def written(self):
        return sorted(path.name for path in self.conf_d.iterdir()) if self.conf_d.exists() else []

    def test_whom_the_host_talks_to_is_proposed_and_written_when_told_to(self):
        place = self.talk("127.77.0.10")
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.0/24")
        status, said = self.run_setup("--dry-run")
        self.assertEqual(status, 0, said)
        self.assertIn(f"route       127.77.0.0/24 through site: {place} answers in ", said)
        self.assertIn(f'address = "{place}"', said)
        self.assertIn("Nothing was written: --dry-run.", said)
        self.assertEqual(self.written(), [])

        status, said = self.run_setup()
        self.assertEqual(status, 1, said)
        self.assertIn("nothing was written: there is no terminal to ask at", said)
        self.assertEqual(self.written(), [])

        status, said = self.run_setup("--yes")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.written(), ["setup.toml"])
        text = (self.conf_d / "setup.toml").read_text()
        self.assertIn(f"{self.conf_d}/setup.toml, a new file:\n\n{text}", said)
        checked = subprocess.run([PROGRAM, "--config", self.folder / "tailmend.toml", "config", "check"], text=True, capture_output=True)
        self.assertEqual(checked.stdout, "the configuration is right: 1 target\n")

        status, said = self.run_setup("--yes")
        self.assertEqual(status, 0, said)
        self.assertIn("has its target already, site-", said)
        self.assertEqual(self.written(), ["setup.toml"])
        self.assertEqual((self.conf_d / "setup.toml").read_text(), text)

    def test_a_file_that_is_there_is_left_alone(self):
        self.conf_d.mkdir()
        (self.conf_d / "setup.toml").write_text('# mine\nheartbeat = "30s"\n')
        self.talk("127.77.0.10")
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.0/24")
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.written(), ["setup-2.toml", "setup.toml"])
        self.assertEqual((self.conf_d / "setup.toml").read_text(), '# mine\nheartbeat = "30s"\n')

    def test_a_person_is_asked_and_may_refuse(self):
        self.talk("127.77.0.10")
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.0/24")
        for answer, status, files in (("n\n", 1, []), ("\4", 1, []), ("\n", 0, ["setup.toml"])):
            with self.subTest(answer):
                ours, theirs = pty.openpty()
                setup = subprocess.Popen([PROGRAM, "--config", self.folder / "tailmend.toml", "setup"], stdin=theirs, stdout=theirs, stderr=theirs)
                os.close(theirs)
                shown = b""
                try:
                    while b"Write it? [Y/n]" not in shown:
                        shown += os.read(ours, 4096)
                    os.write(ours, answer.encode())
                    self.assertEqual(setup.wait(self.LIMIT_S), status, shown)
                finally:
                    setup.kill()
                    setup.wait()
                    os.close(ours)
                self.assertEqual(self.written(), files)

    def test_behind_a_proxy_the_usual_places_are_asked_in_their_order(self):
        proxy = Proxy({"10.77.0.254:80", "10.77.0.254:22"})
        self.addCleanup(proxy.listener.close)
        self.configure(f'[[target]]\nname = "other"\naddress = "10.99.0.1:80"\nproxy = "socks5://{proxy.address}"\n')
        self.tailscaled("tun no", "peer r site 100.64.0.2 route=10.77.0.0/24", "peer b barn 100.64.0.3 route=10.88.0.0/24 online=no")
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 0, said)
        self.assertIn("10.77.0.0/24 through site: 10.77.0.254:80 answers in ", said)
        self.assertIn("10.88.0.0/24 through barn: offline", said)
        self.assertEqual(sorted(proxy.asked), sorted(f"10.77.0.{host}:{port}" for host in (1, 254) for port in (443, 80, 502, 22)))
        self.assertIn(f'address = "10.77.0.254:80"\nproxy = "socks5://{proxy.address}"\n', (self.conf_d / "setup.toml").read_text())

    def test_a_refusal_is_better_than_nothing(self):
        # Nobody listens at the ports of an address of the loopback interface's own, unless this machine serves there on all its addresses.
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.10/32")
        status, said = self.run_setup("--dry-run")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r'refused = "alive"|answers in ')

    def test_no_route_means_the_peers_themselves(self):
        proxy = Proxy({"100.64.0.3:22"})
        self.addCleanup(proxy.listener.close)
        self.configure(f'[[target]]\nname = "other"\naddress = "10.99.0.1:80"\nproxy = "socks5://{proxy.address}"\n')
        self.tailscaled("tun no", "peer n nas 100.64.0.3")
        status, said = self.run_setup("--dry-run")
        self.assertEqual(status, 0, said)
        self.assertIn("no peer carries a subnet for this host; so the peers themselves", said)
        self.assertIn('name = "nas-ssh"\naddress = "100.64.0.3:22"\n', said)

    def test_nothing_new_is_no_failure_where_there_is_a_target(self):
        proxy = Proxy(set())
        self.addCleanup(proxy.listener.close)
        self.configure(f'[[target]]\nname = "other"\naddress = "10.99.0.1:80"\nproxy = "socks5://{proxy.address}"\n')
        proxy.serve = lambda line: line.close()
        self.tailscaled("tun no", "peer r site 100.64.0.2 route=10.77.0.0/24")
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 0, said)
        self.assertIn("nothing answers of 8 asked", said)
        self.assertIn("Nothing to add", said)
        self.assertEqual(self.written(), [])

    def test_what_does_not_leave_through_the_tailnet_is_not_asked_and_what_to_type_is_said(self):
        self.configure(interface="tailscale77")
        place = self.talk("127.77.0.10")
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.0/24")
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 1, said)
        self.assertIn("the kernel sends it to lo, not to tailscale77", said)
        self.assertIn('[[target]]\nname = "plc"', said)
        self.assertNotIn(place, said)

    def test_what_a_person_has_to_mend_first_is_said_with_its_command(self):
        for commands, why, advice in ((("prefs RouteAll false", "peer r site 100.64.0.2 route=127.77.0.0/24"), "this host ignores subnet routes; site carries 127.77.0.0/24", "sudo tailscale set --accept-routes"),
                                      (("backend NeedsLogin",), "this host is not logged in to a tailnet", "sudo tailscale up, with the flags that this host is to have"),
                                      (("prefs LoggedOut true",), "this host is not logged in to a tailnet", "sudo tailscale up, with the flags that this host is to have"),
                                      (("backend NeedsMachineAuth",), "this host waits to be approved", "approve it in the admin console"),
                                      (("backend Stopped", "prefs WantRunning false"), "Tailscale is switched off on this host", "sudo tailscale up"),
                                      (("backend Starting",), "tailscaled is not connected yet", "tailmend check"),
                                      (("fault * garbage",), "tailscaled does not answer at", "tailmend check, which says more"),
                                      (("fault * 403",), "tailscaled does not answer at", "sudo tailmend setup")):
            with self.subTest(why=why, commands=commands):
                self.setUp()
                self.tailscaled(*commands)
                status, said = self.run_setup("--yes")
                self.assertEqual(status, 3, said)
                self.assertIn(f"tailmend: {why}", said)
                self.assertRegex(said, f"Mend that first: .*{re.escape(advice)}\n")
                self.assertEqual(self.written(), [])

    def test_no_tailscaled_is_said(self):
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 3, said)
        self.assertIn(f"tailscaled does not answer at {self.folder}/sock: no socket\nMend that first: install Tailscale and log in, or start it: ", said)

    def test_mistakes_in_the_configuration_stop_it(self):
        self.configure("[[target]]\n")
        status, said = self.run_setup("--yes")
        self.assertEqual(status, 78, said)
        self.assertIn("nothing was written", said)

    @unittest.skipIf(os.geteuid() != 0, "becoming another user takes root")
    def test_who_may_not_write_is_told_so(self):
        self.talk("127.77.0.10")
        self.tailscaled("peer r site 100.64.0.2 route=127.77.0.0/24")
        self.folder.chmod(0o755)
        (self.folder / "sock").chmod(0o666)
        ended = subprocess.run(["sh", "-c", 'exec "$0" "$@"', PROGRAM, "--version"], user=65534, capture_output=True)
        if ended.returncode != 0:
            self.skipTest("another user may not run the program where it lies")
        status, said = self.run_setup("--yes", user=65534)
        self.assertEqual(status, 1, said)
        self.assertIn(f"nothing was written: write in {self.folder}: Permission denied; as root: sudo tailmend setup", said)


unittest.main()
