"""The real daemon: a bad configuration at the start, a bad and a good one at reload, something in its socket's way, and its
end. reload.py PROGRAM"""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from beside import Beside

ONE = '[[target]]\nname = "plc"\naddress = "127.77.0.10:502"\n'
TWO = ONE + '[[target]]\nname = "hmi"\naddress = "127.77.0.11:443"\n'
BAD = '[[target]]\nname = "plc"\nadress = "127.77.0.10:502"\n'


class Reload(Beside):
    LIMIT_S = 30

    def setUp(self):
        super().setUp()
        self.config = self.folder / "tailmend.toml"
        self.state = self.folder / "state"
        self.state.mkdir()

    def start(self, text):
        # Its own socket path, so that a tailscaled of this machine is not asked.
        self.config.write_text(f'[tailscale]\nsocket = "{self.folder}/sock"\n' + text)
        return self.run_beside(PROGRAM, "daemon", "--config", self.config, stderr=subprocess.PIPE,
                               env={"STATE_DIRECTORY": str(self.state), "RUNTIME_DIRECTORY": str(self.state)})

    def test_a_bad_file_at_the_start_exits_78_and_touches_nothing(self):
        daemon = self.start(BAD)
        self.assertIn("did you mean 'address'?", daemon.stderr.read())
        self.assertEqual(daemon.wait(), 78)
        self.assertEqual(list(self.state.iterdir()), [])

    def test_a_bad_file_at_reload_keeps_the_running_configuration(self):
        daemon = self.start(ONE)
        self.read_until(daemon, "watches 1 target")
        self.config.write_text(BAD)
        daemon.send_signal(signal.SIGHUP)
        self.read_until(daemon, "the running configuration stays")
        self.config.write_text(f'[tailscale]\nsocket = "{self.folder}/sock"\n' + TWO)
        daemon.send_signal(signal.SIGHUP)
        self.read_until(daemon, "configuration read anew: 2 targets")
        daemon.send_signal(signal.SIGTERM)
        self.read_until(daemon, "stopping")
        self.assertEqual(daemon.wait(), 0)

    def start_a_remedy(self):
        """A daemon that restarts a tailscaled that is not there, by a command that waits for the pipe and fails."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        daemon = self.start(f'restart_command = ["/bin/sh", "-c", "read word <{pipe}; exit 1"]\n[hard]\nspread = "0s"\n')
        self.read_until(daemon, "applying restart")
        return daemon, pipe

    def stop(self, daemon):
        daemon.send_signal(signal.SIGTERM)
        self.read_until(daemon, "stopping when the remedy that is under way has ended")

    def reload(self, daemon, text, words):
        self.config.write_text(text)
        daemon.send_signal(signal.SIGHUP)
        self.read_until(daemon, words)

    def test_told_to_end_it_ends_a_remedy_that_is_under_way_first(self):
        daemon, pipe = self.start_a_remedy()
        self.stop(daemon)
        pipe.write_text("now\n")
        self.read_until(daemon, "restart: failed")
        self.read_until(daemon, "stopping; tailscaled is left as it is")
        self.assertEqual(daemon.wait(), 0)

    def test_told_twice_it_waits_no_longer(self):
        daemon, _ = self.start_a_remedy()
        self.stop(daemon)
        daemon.send_signal(signal.SIGTERM)
        self.assertNotIn("restart: failed", self.read_until(daemon, "stopping; tailscaled is left as it is"))
        self.assertEqual(daemon.wait(), 0)

    def test_another_tailscale_is_taken_when_a_remedy_under_way_has_ended(self):
        daemon, pipe = self.start_a_remedy()
        other = self.config.read_text().replace("[hard]", 'cli = "/bin/false"\n[hard]')
        self.reload(daemon, other + ONE, "taken when the remedy that is under way has ended")
        self.reload(daemon, BAD, "the one before is taken")
        self.reload(daemon, other + TWO, "taken when the remedy that is under way has ended")
        pipe.write_text("now\n")
        self.read_until(daemon, "restart: failed")
        self.assertIn("2 targets", self.read_until(daemon, "configuration read anew"))
        daemon.send_signal(signal.SIGTERM)
        self.assertNotIn("read anew: ", self.read_until(daemon, "stopping; tailscaled is left as it is"))
        self.assertEqual(daemon.wait(), 0)

    def test_all_but_another_tailscale_is_taken_at_once(self):
        daemon, pipe = self.start_a_remedy()
        running = self.config.read_text()
        self.reload(daemon, running.replace("[hard]", 'cli = "/bin/false"\n[hard]'), "taken when the remedy that is under way has ended")
        self.reload(daemon, running + TWO, "configuration read anew: 2 targets")
        pipe.write_text("now\n")
        self.read_until(daemon, "restart: failed")

    def test_told_to_end_it_takes_no_configuration_any_more(self):
        daemon, pipe = self.start_a_remedy()
        self.reload(daemon, self.config.read_text().replace("[hard]", 'cli = "/bin/false"\n[hard]'), "taken when")
        self.stop(daemon)
        pipe.write_text("now\n")
        self.read_until(daemon, "restart: failed")
        self.assertNotIn("configuration read anew", daemon.stderr.read())
        self.assertEqual(daemon.wait(), 0)

    def test_a_socket_for_commands_that_cannot_be_made_is_tried_again(self):
        place = self.state / "control.sock"
        place.write_text("somebody's")
        daemon = self.start(ONE)
        said = self.read_until(daemon, "no socket for commands")
        self.assertIn(f"{place}, where something is that is no socket: File exists, retrying", said)
        self.assertEqual(place.read_text(), "somebody's")
        place.unlink()
        while not place.is_socket():
            self.assertIsNone(daemon.poll(), "it ended, and there was no socket yet")
            time.sleep(0.05)


unittest.main()
