"""The live view of a run: one line a second with the wire's beat on the left and what tailmend says on the right.

Plain text, line by line, so that a pipe gets the same as a terminal; a terminal gets failed beats and bad news in red.
"""

import shutil
import sys
import threading
import time

from judge import SLOW_S, text_of, told

BEHIND_S = 1.6        # an attempt may take a second to fail; only then is its second known
INTERESTING_BEFORE_S = 5
BEATS_A_SECOND = 4


def sentence(line):
    """tailmend's sentence about a line; of a transition the new state and the reason."""
    message = text_of(line, "MESSAGE")
    if "STATE_TO" not in line:
        return message
    passage = f"{line.get('STATE_FROM', '')} → {line['STATE_TO']}: "
    return f"{line['STATE_TO']}: {message.removeprefix(passage)}"


class Live:
    def __init__(self, timeline, target="plc", out=sys.stdout):
        self.timeline, self.target, self.out = timeline, target, out
        self.red, self.plain = ("\033[31m", "\033[0m") if out.isatty() else ("", "")
        unicode = (out.encoding or "").lower().replace("-", "") == "utf8"
        self.good, self.bad = ("●", "○") if unicode else ("*", ".")
        self.announced, self.lock, self.stop = [], threading.Lock(), threading.Event()
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.second, self.first = None, True

    def announce(self, at, text):
        with self.lock:
            self.announced.append((at, text))

    def start(self):
        self.second = int(time.time())
        self.thread.start()

    def end(self):
        """Shows what is still to come and ends."""
        self.stop.set()
        self.thread.join(timeout=5)

    def follow(self):
        last = None
        while last is None or self.second < last:
            if self.stop.is_set() and last is None:
                last = int(time.time())
            if time.time() < self.second + 1 + BEHIND_S:
                time.sleep(0.1)
                continue
            self.show(self.second)
            self.second += 1

    def line(self, at, text, spent=0):
        """`spent`: letters of text that take no room on the screen."""
        if self.out.isatty():
            room = shutil.get_terminal_size().columns - 12 + spent
            text = text if len(text) <= room else text[:room - 1] + "…"
        print(f" {time.strftime('%H:%M:%S', time.localtime(at))}  {text}".rstrip(), file=self.out, flush=True)

    def beats(self, second):
        seen = sorted((a for a in self.timeline.attempts() if second <= a["at"] < second + 1), key=lambda a: a["at"])
        marks = ""
        for attempt in seen[:BEATS_A_SECOND + 1]:
            alive = attempt["ok"] and attempt["took"] <= SLOW_S
            marks += self.good if alive else f"{self.red}{self.bad}{self.plain}"
        return marks + " " * (BEATS_A_SECOND + 1 - len(seen[:BEATS_A_SECOND + 1]))

    def words(self, second):
        """What tailmend said in that second: its transitions and its remedies."""
        lines = [(at, line) for at, line in told(self.timeline.journal(), 0) if "STATE_TO" in line or "REMEDY" in line]
        said = [sentence(line) for at, line in lines if second <= at < second + 1]
        if self.first and not said:
            said = [line["STATE_TO"] for at, line in lines if at < second and "STATE_TO" in line][-1:]
        self.first = False
        return said

    def show(self, second):
        with self.lock:
            due = sorted(a for a in self.announced if a[0] < second + 1)
            self.announced = [a for a in self.announced if a[0] >= second + 1]
        said = self.words(second)
        for at, text in due:
            self.line(at, text)
        beats = self.beats(second)
        self.line(second, f"{self.target} {beats}  {said[0] if said else ''}", len(beats) - BEATS_A_SECOND - 1)
        for more in said[1:]:
            self.line(second, " " * (len(self.target) + BEATS_A_SECOND + 4) + more)
