"""The scripts for OpenRC and procd, played by sh with stubs of what these two give a script: they let a remedy end that is
under way, and a wrong configuration starts and restarts nothing. init_scripts.py FOLDER_OF_SOURCES"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCES = pathlib.Path(sys.argv.pop(1))
STUBS = """
checkpath() { echo "checkpath $*"; }
ebegin() { :; }
eend() { return "$1"; }
procd_open_instance() { :; }
procd_close_instance() { :; }
procd_set_param() { echo "param $*"; }
procd_send_signal() { echo "signal $*"; }
mkdir() { echo "mkdir $*"; }
chmod() { echo "chmod $*"; }
RC_SVCNAME=tailmend
"""


def longest_remedy_s():
    """After which the daemon, told to stop, has ended: the limit of a remedy, and its own margin."""
    policy, supervisor = (SOURCES / "libwatch/policy.hpp").read_text(), (SOURCES / "daemon/supervisor.cpp").read_text()
    return int(re.search(r"remedy_limit = (\d+)s;", policy)[1]) + int(re.search(r"stop_margin = std::chrono::seconds\((\d+)\);", supervisor)[1])


class InitScripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tailmend-init-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, name, words, config_is_right=True):
        """(exit status, what was called) of these words after the script was read."""
        for program, line in (("tailmend", f"exit {0 if config_is_right else 78}"), ("supervise-daemon", 'echo "$0 $*"')):
            (self.folder / program).write_text(f"#!/bin/sh\n{line}\n")
            (self.folder / program).chmod(0o755)
        script = self.folder / name
        script.write_text(STUBS + (SOURCES / "packaging/init" / name).read_text().replace("@bindir@", str(self.folder)) + words + "\n")
        ended = subprocess.run(["sh", script], env={"PATH": f"{self.folder}:{os.defpath}"}, text=True, capture_output=True, timeout=20)
        self.assertEqual(ended.stderr, "")
        return ended.returncode, ended.stdout

    def test_openrc_lets_a_remedy_end_and_kills_what_hangs(self):
        _, told = self.play("tailmend.openrc", 'echo "$retry"')
        schedule = told.strip().split("/")
        self.assertEqual(schedule[0::2], ["TERM", "KILL"])
        self.assertGreater(int(schedule[1]), longest_remedy_s())

    def test_procd_lets_a_remedy_end(self):
        _, told = self.play("tailmend.procd", "start_service")
        self.assertGreater(int(re.search(r"^param term_timeout (\d+)$", told, re.M)[1]), longest_remedy_s())

    def test_a_wrong_configuration_starts_nothing_and_stops_nothing_that_runs(self):
        for name, words in (("tailmend.openrc", "start_pre"), ("tailmend.openrc", "RC_CMD=restart; stop_pre"), ("tailmend.openrc", "reload"),
                            ("tailmend.procd", "start_service")):
            with self.subTest(f"{name}: {words}"):
                self.assertEqual(self.play(name, words)[0], 0)
                status, told = self.play(name, words, config_is_right=False)
                self.assertNotEqual(status, 0)
                self.assertEqual(told, "")
        self.assertEqual(self.play("tailmend.openrc", "RC_CMD=stop; stop_pre", config_is_right=False)[0], 0)


unittest.main()
