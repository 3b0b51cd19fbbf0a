"""What is shown while labs are played: at a terminal one line for each running lab and the sums, else plain lines."""

import shutil
import sys
import threading
import time

REFRESH_S = 1.0
NAME_WIDTH = 20
LASTING = ("FAILED", "record", "passed", "measured", "kept")  # words that begin what stays on the screen


class Progress:
    """`out` is a terminal or not; several labs say things at once."""

    def __init__(self, total, out=sys.stdout):
        self.total, self.out, self.lock = total, out, threading.Lock()
        self.running = {}  # name: (began, what it said last)
        self.played = self.failed = self.drawn = 0
        self.block = out.isatty() and total > 1
        if self.block:
            threading.Thread(target=self.refresh, daemon=True).start()

    def sayer(self, name):
        """A function that says what a lab does, with its seconds."""
        began = time.monotonic()

        def say(text):
            with self.lock:
                self.running[name] = (began, text)
                if not self.block or text.startswith(LASTING):
                    self.lasting(self.line(name, began, text))
                self.draw()
        return say

    def ended(self, name, failed):
        with self.lock:
            self.running.pop(name, None)
            self.played += 1
            self.failed += bool(failed)
            self.draw()

    @staticmethod
    def line(name, began, text):
        return f"{name:<{NAME_WIDTH}} {time.monotonic() - began:6.1f}  {text}"

    def sums(self):
        return f"{self.played} of {self.total} played, {self.failed} failed, {len(self.running)} running"

    def lasting(self, text):
        self.wipe()
        print(text, file=self.out, flush=True)

    def wipe(self):
        if self.drawn:
            self.out.write(f"\033[{self.drawn}A\033[J")
            self.drawn = 0

    def draw(self):
        if not self.block:
            return
        self.wipe()
        room = shutil.get_terminal_size().columns - 1
        lines = [self.line(name, began, text)[:room] for name, (began, text) in self.running.items()]
        lines += [self.sums()[:room]] if self.played < self.total else []
        self.out.write("".join(f"{line}\n" for line in lines))
        self.out.flush()
        self.drawn = len(lines)

    def refresh(self):
        while self.played < self.total:
            time.sleep(REFRESH_S)
            with self.lock:
                self.draw()
