#!/usr/bin/env python3
"""Installs what ./dev package made on clean systems, and does there what people do with packages."""

import argparse
import concurrent.futures
import shutil
import signal
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True  # nothing of root's in the tree; before our own modules are read
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lab"))

import image  # noqa: E402
import lab  # noqa: E402
import roots  # noqa: E402
from ledger import Ledger  # noqa: E402
from machine import Place, previous_version, tailscale_package  # noqa: E402
from progress import Progress  # noqa: E402
from registry import SCENARIOS, Skipped  # noqa: E402

import arm  # noqa: E402, F401
import deb  # noqa: E402, F401
import piuparts  # noqa: E402, F401
import rpm  # noqa: E402, F401
import tarball  # noqa: E402, F401

ROOT = HERE.parent.parent


INTERRUPTED = threading.Event()


def on_signal(number, frame):
    """What threads still play is not begun, and is taken down here alone."""
    INTERRUPTED.set()
    lab.on_signal(number, frame)


def arguments():
    parser = argparse.ArgumentParser(prog="./dev test --packages", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="install, trixie/upgrade, …; all when none is given")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the packages are; default: dist/")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="where unit tests of other architectures were built; default: build/")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="machines at once")
    parser.add_argument("--record", type=Path, metavar="DIR", help="where the records go; default: a temporary directory")
    parser.add_argument("--list", action="store_true", help="says what there is and exits")
    return parser.parse_args()


def everything():
    """(suite or None, scenario) of all that there is."""
    return [(suite, scenario) for scenario in SCENARIOS.values() for suite in scenario.suites]


def name_of(suite, scenario):
    return f"{suite}/{scenario.name}"


def choose(wanted):
    chosen = [run for run in everything() if not wanted or {name_of(*run), run[0], run[1].name} & set(wanted)]
    for word in wanted:
        if not any(word in (name_of(*run), run[0], run[1].name) for run in chosen):
            sys.exit(f"packages: there is no '{word}'; --list says what there is")
    return chosen


def newest(folder, pattern):
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime, default=None)


def prepare(options, chosen, progress):
    """Roots and packages; all that can be made at once is."""
    options.deb = newest(options.dist, f"tailmend_*_{roots.architecture()}.deb")
    if not options.deb:
        return f"no package of tailmend in {options.dist}/ (./dev package)"
    options.rpm, options.tarball = newest(options.dist, "tailmend-*.rpm"), newest(options.dist, "tailmend-*.tar.gz")
    suites = sorted({suite for suite, _ in chosen})
    options.record.mkdir(parents=True, exist_ok=True)
    try:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            programs = pool.submit(image.go_programs, progress.sayer("lab"))
            made = {suite: pool.submit(roots.release, suite, options.deb, progress.sayer(suite)) for suite in suites}
            options.programs = programs.result()
            options.roots = {suite: root.result() for suite, root in made.items()}
    except image.CannotBuild as problem:
        return str(problem)
    options.tailscale = tailscale_package(options.programs, options.record)
    options.previous = previous_version(options.deb, options.record)
    options.previous_otherwise = previous_version(options.deb, options.record, config="otherwise")
    return None


def play(suite, scenario, options, progress):
    """(name, what failed or None, why it was skipped or None)"""
    name = name_of(suite, scenario)
    if INTERRUPTED.is_set():
        return name, None, "interrupted"
    say = progress.sayer(name)
    say(scenario.title)
    record = options.record / name.replace("/", "-")
    record.mkdir(parents=True, exist_ok=True)
    ledger = Ledger.open_new()
    for directory in lab.TEMPORARY:
        ledger.note("temporary", path=directory)
    failed = skipped = None
    place = Place(ledger, options.roots[suite], options, record, say)
    try:
        scenario.play(place)
    except Skipped as reason:
        skipped = str(reason)
    except Exception as problem:  # whatever broke, the test has failed, and the machine is taken down
        failed = f"{type(problem).__name__}: {problem}"
        place.collect()
    if INTERRUPTED.is_set():
        return name, failed, "interrupted"
    stuck = ledger.undo()
    if stuck:
        failed = failed or f"could not be taken down whole: {', '.join(stuck)}"
    say(f"FAILED    {failed}" if failed else f"skipped   {skipped}" if skipped else "passed")
    if failed:
        say(f"record    {record}")
    progress.ended(name, failed)
    return name, failed, skipped


def main():
    options = arguments()
    chosen = choose(options.scenarios)
    if options.list:
        for suite, scenario in chosen:
            print(f"{name_of(suite, scenario):<30} {scenario.title}")
        return 0
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    reason = lab.why_not()
    options.record = options.record or (None if reason else lab.temporary("tailmend-packages-"))
    progress = Progress(len(chosen))
    reason = reason or prepare(options, chosen, progress)
    if reason:
        print(f"packages: skipped: {reason}\n0 passed, 0 failed, {len(chosen)} skipped")
        return 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        played = list(pool.map(lambda run: play(*run, options, progress), chosen))
    print()
    for name, failed, _ in played:
        if failed:
            print(f"failed: {name}: {failed}")
    for name, _, skipped in played:
        if skipped:
            print(f"skipped: {name}: {skipped}")
    failures, skips = sum(bool(one[1]) for one in played), sum(bool(one[2]) for one in played)
    if lab.TEMPORARY and not failures:
        shutil.rmtree(options.record, ignore_errors=True)
    else:
        print(f"records: {options.record}")
    print(f"{len(played) - failures - skips} passed, {failures} failed, {skips} skipped")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
