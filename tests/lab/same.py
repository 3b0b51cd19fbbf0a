"""Whether runs of one scenario gave the same verdicts and remedies. Reads records, decides, changes nothing."""

import json
from collections import Counter
from dataclasses import fields
from pathlib import Path

from judge import Outcome

FREE = {"ping"}  # asks, and touches nothing


def records_below(folders):
    """What tailmend's judged runs came to, from every outcome.json in these folders: scenario → outcomes, in the order of play."""
    found = {}
    for path in sorted({path.resolve() for folder in folders for path in Path(folder).rglob("outcome.json")}):
        told = json.loads(path.read_text())
        outcome = Outcome(**{f.name: told[f.name] for f in fields(Outcome) if f.name in told})
        if outcome.supervisor == "tailmend":
            found.setdefault(outcome.scenario, []).append((told["since"], outcome))
    return {name: [outcome for _, outcome in sorted(runs, key=lambda run: run[0])] for name, runs in sorted(found.items())}


def in_some(kind, lists):
    """What came in some of the runs and not in all: (word, as it is told)."""
    counts = Counter(word for words in lists for word in set(words))
    return [(word, f"{kind} {word} in {count}") for word, count in sorted(counts.items()) if count < len(lists)]


def compare_runs(expect, outcomes):
    """(what must not differ between the runs and did, what differed as it may), in words.

    A scenario pins its required verdicts, its last one, and every remedy that it does not let come or not (`allowed`, `most`).
    """
    pinned, free = [], []
    for verdict, words in in_some("verdict", [o.verdicts for o in outcomes]):
        (pinned if verdict in expect.verdicts else free).append(words)
    for remedy, words in in_some("remedy", [o.remedies for o in outcomes]):
        (free if remedy in {*FREE, *expect.allowed, *expect.most} else pinned).append(words)
    ends = Counter(o.final or "healthy" for o in outcomes)
    if len(ends) > 1:
        words = "at the end " + ", ".join(f"{verdict} in {count}" for verdict, count in sorted(ends.items()))
        (free if expect.may_be_unstable and set(ends) == {expect.final, "unstable"} else pinned).append(words)
    return pinned, free


def listed(words):
    return ", ".join(sorted(set(words))) or "none"


def sameness(scenario, outcomes):
    """(the line that tells it, or None for less than two judged runs; whether what must be the same was not)."""
    judged = [o for o in outcomes if o.supervisor == "tailmend" and o.data is not None]
    if len(judged) < 2:
        return None, False
    pinned, free = compare_runs(scenario.expect, judged)
    begin, runs = f"{scenario.name}: ", f"{len(judged)} runs"
    if pinned:
        return f"FAILED {begin}differs between {runs}: {'; '.join(pinned + free)}", True
    if free:
        return f"{begin}varies between {runs}, as it may: {'; '.join(free)}", False
    return f"{begin}same in {runs}: verdicts {listed(judged[0].verdicts)}; remedies {listed(judged[0].remedies)}", False


def tell(folders, scenarios):
    """Compares the runs in earlier records, and says how each scenario's went; the exit status."""
    found = records_below(folders)
    if not found:
        return f"lab: no outcome.json of tailmend's below {' '.join(map(str, folders))}"
    told = differing = 0
    for name, outcomes in found.items():
        if name not in scenarios:
            print(f"{name}: in no scenario file any more")
            continue
        line, differs = sameness(scenarios[name], outcomes)
        print(line or f"{name}: one run")
        told += line is not None
        differing += differs
    print(f"{told} compared, {differing} differ")
    return 1 if differing else 0
