"""What a person waits for, as whole processes, beside a daemon with a year of episodes; and what answering costs its memory.

The program is the real one, tailscaled is scripted. The client's socket is always in /run/tailmend: needs root, and a host on
which no tailmend runs. asking.py PROGRAM SCRIPTED [RUNS]
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from idle import watching

RUN = pathlib.Path("/run/tailmend")
SKIPPED = 77
DAY_S = 24 * 3600
EPISODES, IN_FULL, LINES = 2_000, 300, 24
COMMANDS = (["--version"], ["status"], ["status", "--json"], ["history"], ["history", "--since", "30d"], ["history", "--json"],
            ["why"], ["why", "1900"], ["why", "--json"])


def a_year(folder):
    """Episodes as the daemon keeps them: all in the index, the newest in full, a month of days."""
    folder.mkdir(parents=True)
    now = int(time.time())
    began = [(now - 365 * DAY_S + i * 365 * DAY_S // EPISODES) * 1_000_000 for i in range(EPISODES)]
    (folder / "index").write_text("tailmend episodes 1\n" + "".join(
        f"{i} {at} 40000000 11300000 tunnel-broken ours healed rebind kick,rebind\n" for i, at in enumerate(began, 1)))
    for i in range(EPISODES - IN_FULL, EPISODES):
        (folder / str(i + 1)).write_text(
            f"tailmend episode 1\nnumber {i + 1}\nbegan {began[i]}\nlasted 40000000\naway 11300000\nverdict tunnel-broken ours\n"
            "ending healed rebind\nsentence plc, site and 1 witness are silent while the WAN answers\ntarget 11300000 plc\n"
            "remedy 3000000 kick done 2 connections of tailscaled were closed\nremedy 8000000 rebind done tailscaled opened its UDP sockets anew\n"
            + "".join(f"line {n * 1_000_000} turn probing backing-off plc, site and 1 witness are silent while the WAN answers\n" for n in range(LINES)) + "end\n")
    days = (time.strftime("%Y%m%d", time.localtime(now - n * DAY_S)) for n in reversed(range(1, 31)))
    (folder / "days").write_text("tailmend days 1\n" + "".join(f"{day} 86400000000 60000000 plc\n" for day in days))


def anonymous_kb(pid):
    lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def took_ms(program, words, runs):
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        # No pipes and nothing to close: the child is all that is waited for.
        with open(os.devnull, "wb") as nowhere:
            status = subprocess.run([program, *words], stdout=nowhere, close_fds=False, check=False).returncode
        times.append((time.perf_counter() - begin) * 1000)
        if status != 0:
            raise SystemExit(f"asking: tailmend {' '.join(words)} exits {status}")
    return sorted(times)


def size_of(program, words):
    return len(subprocess.run([program, *words], stdout=subprocess.PIPE, check=True).stdout)


def main():
    program, scripted = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    if os.geteuid() != 0 or RUN.exists():
        print(f"asking: needs root, and {RUN} must not be there")
        raise SystemExit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="tailmend-asking-") as name:
        folder = pathlib.Path(name)
        a_year(folder / "state" / "episodes")
        RUN.mkdir()
        try:
            with watching(program, scripted, 0, folder, RUN) as pid:
                print(f"{EPISODES} episodes, {IN_FULL} in full; {runs} runs each; the daemon's anonymous memory before: {anonymous_kb(pid)} kB")
                print(f"{'tailmend …':<22}{'least ms':>10}{'median ms':>11}{'99 % ms':>10}{'bytes':>9}{'anonymous kB after':>20}")
                for words in COMMANDS:
                    times = took_ms(program, words, runs)
                    print(f"{' '.join(words):<22}{times[0]:>10.2f}{statistics.median(times):>11.2f}{times[len(times) * 99 // 100]:>10.2f}"
                          f"{size_of(program, words):>9}{anonymous_kb(pid):>20}")
        finally:
            shutil.rmtree(RUN)


if __name__ == "__main__":
    main()
