"""A test case with a folder of its own and processes beside it. All are gone when it ends, and a process ends by itself too."""

import pathlib
import subprocess
import tempfile
import threading
import unittest


class Beside(unittest.TestCase):
    LIMIT_S = 60  # for one process

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tailmend-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_beside(self, *command, **more):
        process = subprocess.Popen(command, text=True, **more)
        watchdog = threading.Timer(self.LIMIT_S, process.kill)
        watchdog.start()
        self.addCleanup(watchdog.cancel)
        for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
            self.addCleanup(pipe.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def read_until(self, daemon, words):
        """What it said on standard error since the last time, up to the line with these words."""
        said = ""
        for line in daemon.stderr:
            said += line
            if words in line:
                return said
        self.fail(f"it ended, and never said '{words}': {said}")
