#!/usr/bin/env python3
"""Plays faults on real parts: real systemd hosts, real tailscaled, a real DERP and control server, wires between them."""

import argparse
import concurrent.futures
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # nothing of root's in the tree; before our own modules are read

import compare
import image
import ledger
import same
from judge import medians
from live import Live
from play import play, record_directory
from progress import Progress
from rivals import RIVALS
from scenario import BadScenario, choose, read_all

HERE = Path(__file__).resolve().parent
NEEDED_COMMANDS = {"ip": "iproute2", "nft": "nftables", "ss": "iproute2", "sysctl": "procps", "openssl": "openssl",
                   "ssh": "openssh-client", "nsenter": "util-linux", "systemd-nspawn": "systemd-container",
                   "debootstrap": "debootstrap"}

TEMPORARY = []  # directories of records that nobody asked to keep


def temporary(prefix):
    TEMPORARY.append(tempfile.mkdtemp(prefix=prefix))
    return Path(TEMPORARY[-1])


def arguments():
    parser = argparse.ArgumentParser(prog="./dev lab", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="F05, F02/rst, …; the main ones when none is given")
    parser.add_argument("--supervisor", choices=("tailmend", "none", *RIVALS), default="tailmend",
                        help="none: tailscaled alone; the others: scripts that people use today (rivals/)")
    parser.add_argument("--compare", action="store_true",
                        help="plays them with every supervisor, and writes docs/judgement.md; cells already there stay; without names "
                             "one variant of each fault, and what else shows harm")
    parser.add_argument("--again", action="store_true", help="with --compare: plays those too that are there already")
    parser.add_argument("--deb", type=Path, help="tailmend's package; default: the newest in dist/")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="labs at once")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of each scenario")
    parser.add_argument("--same", type=Path, nargs="+", metavar="DIR",
                        help="plays nothing: says whether the runs in these records gave the same verdicts and remedies")
    parser.add_argument("--all", action="store_true", help="the whole catalogue")
    parser.add_argument("--list", action="store_true", help="says what there is and exits")
    parser.add_argument("--clean", action="store_true", help="removes what killed labs have left, and exits")
    parser.add_argument("--cache", action="store_true", help="with --clean: removes the cached image and programs too")
    parser.add_argument("--keep", action="store_true", help="leaves the lab standing at the end, to look into it")
    parser.add_argument("--live", action="store_true", help="shows the wire's beat and tailmend's words as they come")
    parser.add_argument("--record", type=Path, metavar="DIR", help="where the records go; default: a temporary directory")
    parser.add_argument("--watch", type=float, metavar="SECONDS", help="watches for so long after the fault")
    options = parser.parse_args()
    options.jobs = max(1, options.jobs)
    options.live = Live if options.live else None
    options.over = None
    options.temporary = TEMPORARY
    return options


def why_not():
    """Why the lab cannot run here, or None."""
    if os.geteuid() != 0:
        return "not root"
    missing = sorted({package for name, package in NEEDED_COMMANDS.items() if not shutil.which(name)})
    if missing:
        return f"not installed: {' '.join(missing)} (tests/lab/packages has them all)"
    if not Path("/dev/net/tun").exists():
        return "no /dev/net/tun"
    if not ledger.mounted("cgroup2"):
        return "no cgroup2 mounted"
    if ledger.command("unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "true", check=False).returncode != 0:
        return "this machine does not let root make namespaces"
    return None


def newest_package():
    packages = sorted((HERE.parent.parent / "dist").glob("tailmend_*.deb"), key=lambda path: path.stat().st_mtime)
    return packages[-1] if packages else None


def prepare(options, say):
    """Fills in what a run needs; returns why it cannot be had, or None."""
    reason = why_not()
    if reason:
        return reason
    if options.supervisor == "tailmend":
        options.deb = options.deb or newest_package()
        if not options.deb or not options.deb.is_file():
            return "no package of tailmend in dist/ (./dev package), and none given with --deb"
    try:
        options.programs = image.go_programs(say)
        options.template = image.debian(say)
    except image.CannotBuild as problem:
        return str(problem)
    return None


def figure(seconds, back=True, digits=1):
    return "–" if seconds is None else f"{'' if back else '> '}{seconds:.{digits}f}"


def table(outcomes):
    rows = [("scenario", "verdicts seen", "remedies", "no data s", "no control s", "proved s", "check took s",
             "result")]
    for o in outcomes:
        remedies = ", ".join(f"{name} ×{o.remedies.count(name)}" if o.remedies.count(name) > 1 else name
                             for name in dict.fromkeys(o.remedies))
        rows.append((o.scenario, ", ".join(o.verdicts) or "–", remedies or "–", figure(o.data, o.data_back),
                     figure(o.control, o.control_back), figure(o.proved), figure(o.check_took, digits=2),
                     "FAILED" if o.failures else "passed"))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def tell_medians(chosen, outcomes):
    """Says the medians of repeated runs; returns how many of the scenarios were too slow in the middle."""
    slow = 0
    for scenario in chosen:
        lines, failures = medians(scenario, [o for o in outcomes if o.scenario.split("#")[0] == scenario.name])
        for line in lines:
            print(line)
        for failure in failures:
            print(f"FAILED {failure}")
        slow += bool(failures)
    return slow


def tell_sameness(chosen, outcomes):
    """Says whether repeated runs gave the same verdicts and remedies; returns how many of the scenarios did not."""
    different = 0
    for scenario in chosen:
        line, differs = same.sameness(scenario, [o for o in outcomes if o.scenario.split("#")[0] == scenario.name])
        if line:
            print(line)
        different += differs
    return different


def run_one(scenario, number, options, progress):
    name = scenario.name + (f"#{number + 1}" if options.repeat > 1 else "")
    say = progress.sayer(name)
    say(scenario.title + {"tailmend": "", "none": ", tailscaled alone"}.get(options.supervisor, f", {options.supervisor}"))
    record = record_directory(options.record, scenario, number, options.repeat)
    outcome = play(scenario, options, record, say)
    outcome.scenario = name
    for failure in outcome.failures:
        say(f"FAILED    {failure}")
    if outcome.failures:
        say(f"record    {record}")
    else:
        say("passed")
    progress.ended(name, outcome.failures)
    return outcome


def run_all(chosen, options):
    """Plays them, those that take longest first; the outcomes are in the order of the choice."""
    runs = [(scenario, number) for number in range(options.repeat) for scenario in chosen]
    progress = Progress(len(runs))
    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        played = {i: pool.submit(run_one, *runs[i], options, progress)
                  for i in sorted(range(len(runs)), key=lambda i: -runs[i][0].watch)}
        return [played[i].result() for i in range(len(runs))]


def clean(options):
    if os.geteuid() != 0:
        return "lab: cleaning needs root"
    trouble = ledger.clean()
    if options.cache and not trouble and not any(ledger.BOOKS.glob("*/")):
        shutil.rmtree(image.CACHE, ignore_errors=True)
        print(f"{image.CACHE} removed")
    return trouble


def undo_ours():
    ledger.MAKING.acquire()
    for book in ledger.BOOKS.glob("*/"):
        lab = ledger.Ledger(book.name)
        owner = next((entry for entry in lab.entries() if entry["kind"] == "owner"), None)
        if owner and owner["pid"] == os.getpid():
            lab.undo()


def on_signal(number, _):
    """Ctrl-C and TERM take the labs of this process down, and end it without waiting for its threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("\ninterrupted; taking the lab down", flush=True)
    undo_ours()
    for directory in TEMPORARY:
        shutil.rmtree(directory, ignore_errors=True)
    os._exit(128 + number)


def main():
    options = arguments()
    if options.clean:
        return clean(options)
    try:
        scenarios = read_all()
        names = options.scenarios
        if options.all or options.list and not (names or options.compare):
            names = list(scenarios)
        elif options.compare and not names:
            names = compare.choice(scenarios)
        chosen = choose(names, scenarios)
    except BadScenario as problem:
        return f"lab: {problem}"
    if options.compare or options.supervisor != "tailmend":
        chosen = [scenario for scenario in chosen if not scenario.own]
        if not chosen:
            return f"lab: {' '.join(options.scenarios)}: about tailmend itself, so there is nothing for another supervisor to do"
    if options.same:
        return same.tell(options.same, scenarios)
    if options.list:
        for scenario in chosen:
            print(f"{'main' if scenario.main else '':<5} {scenario.name:<20} {scenario.topology:<17} {scenario.title}")
        return 0
    if options.compare and (options.live or options.keep or options.watch or options.repeat != 1
                            or options.supervisor != "tailmend"):
        return "lab: --compare plays every supervisor once in its own way; leave the options that say otherwise out"
    if options.live and (len(chosen) != 1 or options.repeat != 1):
        return "lab: --live shows one run of one scenario"
    reason = prepare(options, Progress(1).sayer("lab"))
    if reason:
        runs = len(chosen) * (len(compare.SUPERVISORS) if options.compare else options.repeat)
        print(f"lab: skipped: {reason}\n0 passed, 0 failed, {runs} skipped")
        return 0
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    options.record = options.record or temporary("tailmend-lab-")
    if options.compare:
        return compare.run(chosen, options)
    outcomes = run_all(chosen, options)
    print()
    table(outcomes)
    failed = sum(bool(outcome.failures) for outcome in outcomes) + tell_medians(chosen, outcomes) + tell_sameness(chosen, outcomes)
    if TEMPORARY and not failed:
        shutil.rmtree(options.record, ignore_errors=True)
    else:
        print(f"records: {options.record}")
    passed = sum(not outcome.failures for outcome in outcomes)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
