"""What one lab has made on this machine, written down before it is used, so that even a killed lab can be undone.

It undoes only what is in its own book: processes are known by pid and start time (pids are re-used) and by the lab's
own control group, everything else by a name with the lab's id in it.
"""

import functools
import json
import os
import secrets
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

BOOKS = Path("/run/tailmend-lab")
LONGEST_COMMAND_S = 30
LONGEST_END_S = 30    # for what was killed to be gone
LONGEST_BUSY_S = 10

# Held while something is made. Who takes the labs of this process down keeps it, so that no thread makes more meanwhile.
MAKING = threading.RLock()


def started(pid):
    """Start time of a process in clock ticks, or None: together with the pid it names one process for ever."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, IndexError, ValueError):
        return None


def mounted(kind, option=None):
    for line in Path("/proc/mounts").read_text().splitlines():
        _, where, what, options = line.split()[:4]
        if what == kind and (option is None or option in options.split(",")):
            return Path(where)
    return None


def command(*argv, check=True, stdin=None, limit=LONGEST_COMMAND_S):
    """Runs a short command; a failure carries what it printed."""
    done = subprocess.run([str(word) for word in argv], input=stdin, capture_output=True, text=True, timeout=limit)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, argv))}: exit {done.returncode}: {(done.stderr or done.stdout).strip()}")
    return done


def one_at_a_time(make):
    @functools.wraps(make)
    def locked(*words, **options):
        with MAKING:
            return make(*words, **options)
    return locked


class Ledger:
    def __init__(self, name=None):
        self.name = name or secrets.token_hex(2)
        self.directory = BOOKS / self.name
        self.book = self.directory / "made"

    @classmethod
    @one_at_a_time
    def open_new(cls):
        while True:
            ledger = cls()
            try:
                ledger.directory.mkdir(parents=True)
                break
            except FileExistsError:
                continue
        ledger.note("owner", pid=os.getpid(), start=started(os.getpid()))
        return ledger

    def note(self, kind, **what):
        with open(self.book, "a") as out:
            out.write(json.dumps({"kind": kind, **what}) + "\n")

    def entries(self):
        try:
            lines = self.book.read_text().splitlines()
        except OSError:
            return []
        made = []
        for line in lines:
            try:
                made.append(json.loads(line))
            except ValueError:
                continue  # cut off in the middle of a write: the thing was not made yet
        return made

    def orphaned(self):
        """True when the process that made this lab is gone."""
        owners = [e for e in self.entries() if e["kind"] == "owner"]
        return not owners or started(owners[0]["pid"]) != owners[0]["start"]

    # --- making, each noted before it is done ---

    @one_at_a_time
    def netns(self, short):
        name = f"tm-{self.name}-{short}"
        self.note("netns", name=name)
        command("ip", "netns", "add", name)
        return name

    @one_at_a_time
    def mount(self, where, *argv):
        where.mkdir(parents=True, exist_ok=True)
        self.note("mount", path=str(where))
        command("mount", *argv, where)
        return where

    @one_at_a_time
    def groups(self, short):
        """Control groups of this lab's own: cgroup2 (also where it is the hybrid's second tree) and systemd's v1."""
        made = []
        for root in (mounted("cgroup2"), mounted("cgroup", "name=systemd")):
            if root:
                path = root / f"tailmend-lab-{self.name}" / short
                self.note("cgroup", path=str(path.parent))
                path.mkdir(parents=True, exist_ok=True)
                made.append(path)
        return made

    @one_at_a_time
    def start(self, argv, log, groups="programs", **options):
        """Starts a long-running program in the lab's control group, in a session of its own, output into `log`."""
        enter = "".join(f"echo $$ > '{path}/cgroup.procs' && " for path in self.groups(groups))
        with open(log, "ab") as out:
            options.setdefault("stdout", out)
            process = subprocess.Popen(["sh", "-c", enter + 'exec "$@"', "sh", *map(str, argv)], stderr=out,
                                       stdin=subprocess.DEVNULL, start_new_session=True, **options)
        self.note("process", pid=process.pid, start=started(process.pid), what=str(argv[0]))
        return process

    # --- undoing ---

    def undo(self):
        """Takes away everything in the book; says what would not go."""
        made, stuck = self.entries(), []
        self.end_processes(made)
        for entry in reversed(made):
            if entry["kind"] == "mount":
                unmount(entry["path"], stuck)
        for entry in made:
            if entry["kind"] == "netns" and Path("/run/netns", entry["name"]).exists():
                if command("ip", "netns", "del", entry["name"], check=False).returncode != 0:
                    stuck.append(entry["name"])
        for path in {entry["path"] for entry in made if entry["kind"] == "cgroup"}:
            remove_group(Path(path), stuck)
        if not stuck:
            shutil.rmtree(self.directory, ignore_errors=True)
        return stuck

    def end_processes(self, made):
        ours = [e for e in made if e["kind"] == "process" and e["start"] is not None]
        groups = {Path(e["path"]) for e in made if e["kind"] == "cgroup"}
        for entry in ours:
            if started(entry["pid"]) == entry["start"]:
                kill(entry["pid"], signal.SIGTERM if entry["what"].endswith("derper") else signal.SIGKILL)
        deadline = time.monotonic() + LONGEST_END_S
        while time.monotonic() < deadline:
            left = sum(kill_group(path) for path in groups)
            left += sum(started(e["pid"]) == e["start"] and not is_zombie(e["pid"]) for e in ours)
            if not left:
                return
            time.sleep(0.1)


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return True


def kill_group(path):
    """Kills what is in a control group of ours and below it; returns how many it still saw."""
    seen = 0
    for pid in processes(path):
        if not is_zombie(pid):
            seen += 1
            kill(pid, signal.SIGKILL)
    return seen


def processes(path):
    """The pids in a control group and those in it."""
    pids = []
    for directory in below(path):
        try:
            pids += [int(line) for line in (directory / "cgroup.procs").read_text().split()]
        except OSError:
            continue
    return [pid for pid in pids if pid != 0]


def remove_group(path, stuck):
    """A group can be busy for a moment after its last process has ended."""
    deadline = time.monotonic() + LONGEST_BUSY_S
    while not group_removed(path) and time.monotonic() < deadline:
        time.sleep(0.2)
    if path.exists():
        stuck.append(str(path))


def group_removed(path):
    for directory in below(path):
        try:
            directory.rmdir()
        except OSError:
            pass
    return not path.exists()


def below(path):
    """A control group and those in it, the innermost first; systemd may be removing some of them meanwhile."""
    return [Path(directory) for directory, _, _ in os.walk(path, topdown=False)]


def unmount(path, stuck):
    for _ in range(20):
        if not any(line.split()[1] == path for line in Path("/proc/mounts").read_text().splitlines()):
            return
        if command("umount", "-R", path, check=False).returncode == 0:
            return
        time.sleep(0.1)
    if command("umount", "-R", "-l", path, check=False).returncode != 0:
        stuck.append(path)


def clean(say=print):
    """Undoes every lab whose maker is gone; labs that are running are left alone."""
    books = sorted(BOOKS.glob("*/")) if BOOKS.exists() else []
    trouble = 0
    for directory in books:
        ledger = Ledger(directory.name)
        if not ledger.orphaned():
            say(f"lab {ledger.name} is running; left alone")
            continue
        records = [entry["path"] for entry in ledger.entries() if entry["kind"] == "temporary"]
        stuck = ledger.undo()
        for path in records:
            shutil.rmtree(path, ignore_errors=True)
        trouble += bool(stuck)
        say(f"lab {ledger.name} " + (f"could not be removed whole: {', '.join(stuck)}" if stuck else "removed"))
    if not books:
        say("nothing was left behind")
    return 1 if trouble else 0
