"""The judgement matrix: from the record of a run to a cell, from cells to harm, from harm to the page.

A cell has only what was measured, so that the page can be printed anew whenever its wording or the arithmetic changes.
"""

import json

from judge import text_of, told, without_data
from probe import EVERY_S

SUPERVISORS = {
    "none": "none",
    "restart-on-change": "restart on change",
    "ping-watchdog": "ping watchdog",
    "online-watchdog": "online watchdog",
    "tailmend": "tailmend",
}
STAYS_UP_S = 10.0     # tailscaled alone lost no more than a few failovers cost: its data plane worked
NOISE_S = 1.0         # two runs of the same may differ by so much
BEFORE_S = 5.0        # an intervention is in the journal a little after it began to bite
WORKED_S = 3.0        # for so long before it must the data plane have worked
AFTER_S = 30.0        # and for so long after it is it looked for an interruption
OBEY_S = 2.0          # for a command of the administrator to take effect
LATE_S = 0.1          # the beat of the wire itself was late by so much, once in a hundred: too slow a machine to be fair
DATA, SESSIONS, PREFERENCES, ADMINISTRATOR = "D", "S", "P", "A"
MILD = {"ping"}       # asks, and touches nothing


# --- from a record to a cell ---

def starts_by_others(unit_lines, steps, since):
    """When tailscaled was started by neither a step of the fault nor systemd's own Restart=: (time, …)."""
    by_itself, found = 0, []
    for at, line in told(unit_lines, since):
        if line["MARK"] == "restart-scheduled":
            by_itself += 1
        elif by_itself:
            by_itself -= 1
        elif not any(step["began"] - 0.5 <= at <= step["ended"] + 0.5 for step in steps):
            found.append(at)
    return found


def remedies_at(journal, since):
    """When tailmend touched something."""
    return [at for at, line in told(journal, since)
            if text_of(line, "REMEDY") and not text_of(line, "OUTCOME") and text_of(line, "REMEDY") not in MILD]


def interrupted(attempts, interventions, steps, until):
    """Seconds for which a working data plane was dead after somebody intervened; a fault of that moment is no proof."""
    total, done = 0.0, 0.0
    for at in sorted(interventions):
        begin = at - BEFORE_S + WORKED_S
        if begin < done or any(begin - WORKED_S - 1 <= step["began"] <= at for step in steps):
            continue
        if without_data(attempts, begin - WORKED_S, begin)[0] > 0:
            continue
        done = min([until, at + AFTER_S, *(step["began"] for step in steps if step["began"] > at)])
        total += without_data(attempts, begin, done)[0]
    return total


WILLS = {("tailscale", "down"): "down", ("tailscale", "logout"): "down", ("tailscale", "up"): "", ("tailscale", "login"): "",
         ("systemctl", "stop"): "stopped", ("systemctl", "mask"): "stopped", ("systemctl", "disable"): "stopped",
         ("systemctl", "start"): "", ("systemctl", "restart"): "", ("systemctl", "enable"): ""}


def will_of(step):
    """What the administrator wants from this step on: "down", "stopped", "" for running; None: the step does not say."""
    words = [] if step["step"] in ("host-runs", "by-hand") else step["step"].split("-")
    words += step["words"].get("command", [])
    plain = [word for word in words if not word.startswith("-")]
    about_tailscale = plain[0] == "tailscale" or any(word.startswith("tailscaled") for word in plain)
    return WILLS.get(tuple(plain[:2])) if about_tailscale else None


def overruled(steps, looks, starts, until):
    """Where somebody brought Tailscale back against the administrator's will, in words."""
    told_will = [(step, will_of(step)) for step in steps if will_of(step) is not None]
    found = []
    for i, (step, will) in enumerate(told_will):
        begin = step["ended"] + OBEY_S
        end = told_will[i + 1][0]["began"] if i + 1 < len(told_will) else until
        states = {look["backend"] for look in looks if begin <= look["at"] < end and "backend" in look}
        if will == "down" and "Running" in states:
            found.append("up again after the administrator had taken it down")
        if will == "stopped" and (states or any(begin <= at < end for at in starts)):
            found.append("started again after the administrator had stopped it")
    return found


def lateness(attempts):
    """Seconds by which the beat of the wire came late, once in a hundred times: what the machine itself adds to every figure."""
    began = sorted(attempt["at"] for attempt in attempts)
    late = sorted(max(0.0, after - before - EVERY_S) for before, after in zip(began, began[1:]))
    return late[(len(late) - 1) * 99 // 100] if late else 0.0


def cell_of(outcome, attempts, looks, journal, unit_lines):
    """`outcome` is the record's outcome.json; what matters in it and in the other files, as plain values."""
    since, until, steps = outcome["since"], outcome["until"], outcome["steps"]
    starts = starts_by_others(unit_lines, steps, since)
    touches = starts + remedies_at(journal, since)
    return {
        "data": round(outcome["data"], 1), "data_back": outcome["data_back"],
        "control": round(outcome["control"], 1), "control_back": outcome["control_back"],
        "restarts": len(starts), "touched": len(touches),
        "interrupted": round(interrupted(attempts, touches, steps, until), 1),
        "overruled": overruled(steps, looks, starts, until), "changed": outcome["changed"],
        "sessions_cut": outcome.get("sessions_cut", 0), "watched": round(until - since),
        "late": round(lateness([attempt for attempt in attempts if since <= attempt["at"] <= until]), 3),
        "versions": outcome["versions"],
    }


# --- from cells to harm ---

def harms(cell, alone):
    """What the supervisor did that nobody wanted: letter → what is shown beside it. `alone`: the cell without one, or None."""
    found = {}
    if cell["sessions_cut"]:
        found[SESSIONS] = str(cell["sessions_cut"])
    dead = cell["interrupted"]
    # Up to twice as long is chance (where in a heartbeat the fault fell), and whoever touched nothing has done nothing.
    if cell["touched"] and alone and alone["data"] <= STAYS_UP_S and cell["data"] > 2 * alone["data"] + NOISE_S:
        dead = max(dead, cell["data"] - alone["data"])
    if dead > NOISE_S:
        found[DATA] = f"{figure(dead)} s"
    if set(cell["changed"]) - set(alone["changed"] if alone else []):
        found[PREFERENCES] = ""
    if cell["overruled"]:
        found[ADMINISTRATOR] = ""
    return found


def harms_in(row, supervisor):
    """Nobody is harmed by nobody: the fault's own effects are the first column."""
    if supervisor == "none" or supervisor not in row["cells"]:
        return {}
    return harms(row["cells"][supervisor], row["cells"].get("none"))


def totals(rows):
    """For each supervisor: sums over the faults that every one of them has played, and its harm over all it has played."""
    whole = [row for row in rows if set(row["cells"]) >= set(SUPERVISORS)]
    found = {}
    for name in SUPERVISORS:
        cells = [row["cells"][name] for row in whole]
        harm = [harms_in(row, name) for row in rows]
        found[name] = {
            "faults": len(whole), "data": sum(cell["data"] for cell in cells), "control": sum(cell["control"] for cell in cells),
            "restarts": sum(cell["restarts"] for cell in cells), "harmed": sum(bool(letters) for letters in harm),
            "letters": {letter: sum(letter in letters for letters in harm)
                        for letter in (DATA, SESSIONS, PREFERENCES, ADMINISTRATOR)},
        }
    return found


# --- from harm to the page ---

def figure(seconds):
    return f"{seconds:.0f}" if seconds >= 9.95 else f"{seconds:.1f}"


def cell_text(cell, harm):
    if cell is None:
        return "not played"
    times = [("" if cell[f"{what}_back"] else "> ") + figure(cell[what]) for what in ("data", "control")]
    marks = "".join(f" **{letter}**{' ' + what if what else ''}" for letter, what in harm.items())
    return " · ".join([*times, str(cell["restarts"])]) + marks + (" °" if too_slow(cell) else "")


def too_slow(cell):
    return cell["late"] > LATE_S


def totals_rows(rows):
    sums = totals(rows)
    faults = next(iter(sums.values()))["faults"]
    yield [f"**sum** over the faults that all have played: {faults}",
           *(f"{s['data']:.0f} · {s['control']:.0f} · {s['restarts']}" for s in sums.values())]
    yield ["**harm**, faults in which there was any", *("–" if name == "none" else
           f"**{s['harmed']}**" + "".join(f", {count} × {letter}" for letter, count in s["letters"].items() if count)
           for name, s in sums.items())]


def versions_text(cells):
    def all_of(name):
        return ", ".join(sorted({cell["versions"][name] for cell in cells if name in cell["versions"]}))
    days = sorted({cell["played"] for cell in cells})
    return (f"tailscale {all_of('tailscale')} · tailmend {all_of('tailmend') or '–'} · {all_of('system')} · "
            f"kernel {all_of('kernel')} · played {' to '.join(dict.fromkeys((days[0], days[-1])))}")


PAGE = """\
# The judgement

Each fault of [the lab](../tests/lab/README.md) played with five supervisors of the same host. `./dev lab --compare` has
written this page from what it measured; it is not edited by hand.

{versions}

{table}

**A cell**: seconds without data · seconds without control · restarts of tailscaled. `> 300`: still dead when the watching
ended; sums have what was seen. *Without data*: a TCP connection to a target behind the far subnet router fails, tried four
times a second. *Without control*: what is changed in the control server does not reach the host within five seconds. Restarts
are those by the supervisor; what the fault itself or systemd's own `Restart=` does is not counted.

**Harm**: **D** the data plane worked and was interrupted, for so many seconds: by a restart or another remedy; or it was
dead for more than twice as long as with tailscaled alone, where that lost {stays_up:g} s at most and the supervisor had
touched something · **S** ssh sessions cut · **P** preferences changed · **A** the administrator overruled: Tailscale
brought back after it had been stopped.{slow}

**Supervisors**: *none*: tailscaled from its own unit. *Restart on change*: `ip monitor`, then `systemctl restart
tailscaled`. *Ping watchdog*: every 15 s `tailscale ping` to the subnet router, a restart after three failures, then a minute's
rest. *Online watchdog*: a restart when `Self.Online` has been false for five minutes; tailscaled notices after two, so within
a cell it acts only in F05. *tailmend*: its package with one target configured. The scripts are in
[tests/lab/rivals](../tests/lab/rivals).

A cell ends when both planes have worked for {calm:g} s after the last step of the fault, and after five minutes at the latest;
F05 after {longest:.0f} minutes. One run each, so differences of some seconds are chance: how large chance is in a fault, the
supervisors that did nothing in it show.
"""
SLOW_TEXT = """

**°** the attempts themselves began more than {limit:g} s late once in a hundred times: the machine was too slow to be fair.
Such a cell is to be played again (`--again`) before anything is concluded from it."""


def table(rows):
    lines = [["fault", *SUPERVISORS.values()], ["---"] * (len(SUPERVISORS) + 1)]
    for row in rows:
        lines.append([f"**{row['name']}** {row['title']}",
                      *(cell_text(row["cells"].get(name), harms_in(row, name)) for name in SUPERVISORS)])
    lines += totals_rows(rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def page(rows, calm, longest):
    cells = [cell for row in rows for cell in row["cells"].values()]
    return PAGE.format(versions=versions_text(cells), table=table(rows), calm=calm, longest=longest / 60, stays_up=STAYS_UP_S,
                       slow=SLOW_TEXT.format(limit=LATE_S) if any(map(too_slow, cells)) else "")


# --- the measured values, kept between runs ---

def read(path):
    """Rows in the order of their names."""
    try:
        rows = json.loads(path.read_text())["rows"]
    except FileNotFoundError:
        return []
    return sorted(rows, key=lambda row: row["name"])


def put(rows, name, title, supervisor, cell):
    """The rows with one cell in its place; all others stay as they were."""
    kept = next((row for row in rows if row["name"] == name), {"name": name, "cells": {}})
    row = {"name": name, "title": title, "cells": kept["cells"] | {supervisor: cell}}
    return sorted([*(other for other in rows if other["name"] != name), row], key=lambda each: each["name"])


def text_of_rows(rows):
    """One line a cell, so that a difference can be read."""
    told_rows = []
    for row in rows:
        cells = ",\n".join(f'   {json.dumps(name)}: {json.dumps(row["cells"][name], ensure_ascii=False)}'
                           for name in SUPERVISORS if name in row["cells"])
        told_rows.append(f' {{"name": {json.dumps(row["name"])}, "title": {json.dumps(row["title"], ensure_ascii=False)}, '
                         f'"cells": {{\n{cells}}}}}')
    return '{"rows": [\n' + ",\n".join(told_rows) + "\n]}\n"
