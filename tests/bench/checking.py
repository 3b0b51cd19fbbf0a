"""How long one round of evidence takes, as a person waits for it: `tailmend check` where everything answers, and where nothing does.

The program is the real one; tailscaled, its peers, the target and the WAN's anchors are scripted on this machine. Needs no
rights; beside each figure stands what a round may take. checking.py PROGRAM SCRIPTED [RUNS [RUNS OF SILENCE]]
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import scripted_demo

SKIPPED = 77
ALL_ANSWER_S, ALL_SILENT_S = 0.3, 5.0  # what a round may take
STAGES = (  # name, what is said to the scripted tailscaled, whether target and anchors are silent, the limit
    ("everything answers", [], False, ALL_ANSWER_S),
    ("peers, target and anchors silent", ["ping * * silent"], True, ALL_SILENT_S),
    ("tailscaled silent as well", ["ping * * silent", "fault * silent"], True, ALL_SILENT_S),
)


class Stage:
    """A scripted tailscaled and the services that are beside it."""

    def __init__(self, scripted, folder, address, commands, silent):
        services = [scripted_demo.Service(where) for where in (scripted_demo.TARGET, address, address)]
        plc, derp, control = services
        if silent:
            for service in services:
                service.fall_silent()
        (folder / "world").write_text(scripted_demo.WORLD.format(address=address, derp=derp.port, control=control.port)
                                      + "".join(f"{command}\n" for command in commands))
        self.config = folder / "tailmend.toml"
        self.config.write_text(scripted_demo.CONFIG.format(target=scripted_demo.TARGET, port=plc.port, socket=folder / "socket"))
        self.tailscaled = subprocess.Popen([scripted, folder / "socket", folder / "world"], stdin=subprocess.PIPE,
                                           stdout=subprocess.PIPE, text=True)
        if self.tailscaled.stdout.readline() != "ready\n":
            raise SystemExit("checking: the scripted tailscaled did not start")

    def check(self, program):
        """Seconds, and what it found."""
        begin = time.perf_counter()
        done = subprocess.run([program, "check", "--config", self.config], stdout=subprocess.PIPE, text=True, check=False)
        return time.perf_counter() - begin, done.stdout.partition("\n")[0]

    def end(self):
        self.tailscaled.terminate()
        self.tailscaled.wait(timeout=10)


def started(program, runs):
    """What the process alone takes, which is no part of the round."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begin)
    return sorted(times)


def row(name, times, limit=""):
    print(f"{name:<36}{len(times):>6}{times[0]:>10.3f}{statistics.median(times):>10.3f}{times[-1]:>9.3f}{limit:>9}", flush=True)


def measure(program, scripted, address, commands, silent, runs):
    with tempfile.TemporaryDirectory(prefix="tailmend-checking-") as name:
        stage = Stage(scripted, pathlib.Path(name), address, commands, silent)
        try:
            measured = [stage.check(program) for _ in range(runs)]
        finally:
            stage.end()
    return sorted(seconds for seconds, _ in measured), measured[-1][1]


def main():
    program, scripted = sys.argv[1:3]
    runs = [int(word) for word in sys.argv[3:]] + [50, 5][len(sys.argv) - 3:]
    address = scripted_demo.own_address()
    if address is None:
        print("checking: this machine has no default route, so the WAN is down whatever answers")
        raise SystemExit(SKIPPED)
    os.environ.pop("JOURNAL_STREAM", None)
    print(f"{'tailmend check':<36}{'runs':>6}{'least s':>10}{'median s':>10}{'most s':>9}{'limit s':>9}")
    row("--version: the process alone", started(program, runs[0]))
    said = ["A connection that was made is held for 0.25 s, to see who hangs up."]
    for name, commands, silent, limit in STAGES:
        count = runs[1] if silent else runs[0]
        times, line = measure(program, scripted, address, commands, silent, count)
        row(name, times, f"{limit:.1f}")
        said.append(f"{name}: {line.partition(' | ')[0]}")
    print("\n".join(said))


if __name__ == "__main__":
    main()
