"""Plays faults with every supervisor and keeps the judgement matrix: what is there already is not played again."""

import argparse
import concurrent.futures
import dataclasses
import datetime
import functools
import hashlib
import json
import os
import shutil
import time
from pathlib import Path

import image
import matrix
from matrix import SUPERVISORS
from play import play
from progress import Progress
from rivals import RIVALS, script
from timeline import JOURNAL_MARKS, lines_of

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs/judgement.md"
MEASURED = HERE / "judgement.json"

LONGEST_S = 300
LONGEST_OF = {"F05": 1100}  # control of a tailscaled alone is dead for sixteen minutes: seen to the end
LONGEST_IN_PAGE_S = max(LONGEST_OF.values())
CALM_S = 90                 # three failed pings and a restart fit into it
SETTING_UP_S = 60           # to boot, to settle, and to take down
# Beside one variant of each fault, those in which others do harm of a kind that the rest does not show: a watchdog starts what
# an administrator has stopped, and a restart at a change of the network cuts a session of Tailscale SSH.
ALSO = ("F14/disable", "F25/failover")


def longest(scenario):
    return LONGEST_OF.get(scenario.name.split("/")[0], LONGEST_S)


def choice(scenarios):
    """The names that are compared where none is given: what is in the page, one variant of each other fault, and ALSO."""
    measured = {row["name"] for row in matrix.read(MEASURED)}
    playable = [name for name, scenario in scenarios.items() if not scenario.own]
    chosen = [name for name in playable if name in measured or name in ALSO]
    for name in playable:
        fault = name.split("/")[0]
        if fault.startswith("F") and fault not in {other.split("/")[0] for other in chosen}:
            chosen.append(name)
    return sorted(chosen)


@functools.cache
def content(path):
    """A digest of what a file has in it: two builds of the same are the same."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(scenario, supervisor, options):
    """Changes when the cell would have to be measured anew."""
    parts = [scenario.topology, scenario.settle, scenario.witness, scenario.accept_dns, scenario.flags, scenario.ssh,
             json.dumps(scenario.fault), longest(scenario), CALM_S, content(image.tailscaled(options.programs)[0])]
    if supervisor in RIVALS:
        parts.append(content(script(supervisor)))
    if supervisor == "tailmend":
        parts += [content(options.deb), scenario.config]
    return image.digest(*parts)


def known(rows, scenario, supervisor):
    row = next((row for row in rows if row["name"] == scenario.name), {"cells": {}})
    return row["cells"].get(supervisor)


def plan(chosen, options):
    """(cells to play, longest first, each with its expected seconds; how many are there already)."""
    rows, wanted, there = matrix.read(MEASURED), [], 0
    for scenario in chosen:
        for supervisor in SUPERVISORS:
            cell = known(rows, scenario, supervisor)
            if cell and cell["fingerprint"] == fingerprint(scenario, supervisor, options) and not options.again:
                there += 1
                continue
            expected = SETTING_UP_S + (cell["watched"] if cell else longest(scenario))
            wanted.append((expected, scenario, supervisor))
    return sorted(wanted, key=lambda each: -each[0]), there


def read_record(record):
    marks = {value: key for key, value in JOURNAL_MARKS.items()}
    units = [line | {"MARK": marks[line["MESSAGE_ID"]]} for line in lines_of(record / "tailscaled-unit.jsonl")]
    return matrix.cell_of(json.loads((record / "outcome.json").read_text()), lines_of(record / "probe.jsonl"),
                          lines_of(record / "control.jsonl"), lines_of(record / "tailmend.jsonl"), units)


def save(scenario, supervisor, cell):
    """Into the measured values and the page, which other players may be writing to at the same time."""
    with image.locked("judgement"):
        write(MEASURED, matrix.text_of_rows(
            matrix.put(matrix.read(MEASURED), scenario.name, scenario.title, supervisor, cell)))
        print_page()


def print_page():
    rows = matrix.read(MEASURED)
    if rows:
        write(PAGE, matrix.page(rows, CALM_S, LONGEST_IN_PAGE_S))


def write(path, text):
    """Whole or not at all, and owned by whoever owns the tree: the lab is played by root."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text)
    owner = path.parent.stat()
    os.chown(new, owner.st_uid, owner.st_gid)
    new.rename(path)


def play_cell(scenario, supervisor, options, say):
    """Plays and keeps one cell; whether that went well."""
    cap = longest(scenario)
    shorter = dataclasses.replace(scenario, alone={}, fault=[step for step in scenario.fault if step.get("at", 0) < cap])
    own = argparse.Namespace(**vars(options) | {"supervisor": supervisor, "watch": cap,
                                                "over": lambda lab: lab.calm_for(CALM_S)})
    record = options.record / scenario.name.replace("/", "-") / supervisor
    mark = fingerprint(scenario, supervisor, options)
    say(scenario.title)
    (record / "outcome.json").unlink(missing_ok=True)  # of an earlier run
    outcome = play(shorter, own, record, say)
    if not (record / "outcome.json").exists():
        say(f"FAILED    {'; '.join(outcome.failures)}; record {record}")
        return False
    cell = read_record(record)
    if supervisor == "tailmend":  # packages of one version differ
        cell["versions"]["tailmend"] += f" (package {content(options.deb)[:8]})"
    cell |= {"played": datetime.date.today().isoformat(), "fingerprint": mark}
    save(scenario, supervisor, cell)
    say(f"measured  {matrix.cell_text(cell, {})}" + "".join(f"; {failure}" for failure in outcome.failures))
    return True


def run(chosen, options):
    print_page()  # its wording may have changed since
    wanted, there = plan(chosen, options)
    minutes = sum(expected for expected, _, _ in wanted) / 60 / min(options.jobs, max(1, len(wanted)))
    print(f"{len(wanted)} cells to play, {there} are there already; at most about {minutes:.0f} min, {options.jobs} at once. "
          f"Each is kept as soon as it is measured.", flush=True)
    began, progress = time.monotonic(), Progress(len(wanted))

    def one(cell):
        _, scenario, supervisor = cell
        name = f"{scenario.name} {supervisor}"
        well = play_cell(scenario, supervisor, options, progress.sayer(name))
        progress.ended(name, not well)
        return well

    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        played = list(pool.map(one, wanted))
    failed = played.count(False)
    if options.temporary and not failed:
        shutil.rmtree(options.record, ignore_errors=True)
    else:
        print(f"records: {options.record}")
    print(f"{PAGE.relative_to(HERE.parent.parent)} has them, after {(time.monotonic() - began) / 60:.0f} min\n"
          f"{len(played) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0
