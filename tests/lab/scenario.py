"""Scenario files: read, checked against what is known, variants unfolded. See README.md for how to write one."""

import copy
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from steps import STEPS
from topology import TOPOLOGIES

FOLDER = Path(__file__).resolve().parent / "scenarios"

KEYS = {"title", "topology", "settle", "watch", "watch_alone", "witness", "accept_dns", "fault", "expect", "alone",
        "variant"}
EXPECTATIONS = {"verdicts", "any_verdict", "never", "required", "allowed", "says", "data", "control", "proved", "final",
                "median_data", "median_control"}
ALONE = {"data", "control"}
ALWAYS_ALLOWED = {"ping"}


class BadScenario(Exception):
    pass


@dataclass
class Expect:
    verdicts: list = field(default_factory=list)      # each must be seen
    any_verdict: list = field(default_factory=list)   # one of these must be seen
    never: list = field(default_factory=list)         # none of these may be seen
    required: list = field(default_factory=list)      # remedies that must be applied
    allowed: list = field(default_factory=list)       # further remedies that may be; any other is a failure
    says: list = field(default_factory=list)          # words that must be in tailmend's journal
    data: float | None = None                         # seconds without data, at most
    control: float | None = None                      # seconds without control, at most
    proved: float | None = None                       # seconds from the first fault to the last proof of health, at most
    final: str = "healthy"                            # verdict at the end
    median_data: float | None = None                  # over three runs or more (--repeat 3), at most
    median_control: float | None = None


@dataclass
class Scenario:
    name: str
    title: str
    topology: str
    settle: float
    watch: float
    watch_alone: float
    witness: bool
    accept_dns: bool
    fault: list
    expect: Expect
    alone: dict   # what tailscaled does by itself: {"data": [least, most], "control": …}; proves that the fault is one


def merged(base, over):
    """`over` laid on `base`: tables are merged, everything else is replaced."""
    whole = copy.deepcopy(base)
    for key, value in over.items():
        whole[key] = merged(whole[key], value) if isinstance(value, dict) and isinstance(whole.get(key), dict) else value
    return whole


def check(name, what, given, known):
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadScenario(f"{name}: unknown {what} {', '.join(unknown)}; known: {', '.join(sorted(known))}")


def build(name, data):
    check(name, "key", data, KEYS)
    for key in ("title", "topology", "watch", "fault"):
        if key not in data:
            raise BadScenario(f"{name}: '{key}' is missing")
    check(name, "topology", [data["topology"]], TOPOLOGIES)
    for step in data["fault"]:
        check(name, "step", [step.get("step")], STEPS)
    check(name, "expectation", data.get("expect", {}), EXPECTATIONS)
    check(name, "expectation in [alone]", data.get("alone", {}), ALONE)
    return Scenario(
        name=name, title=data["title"], topology=data["topology"], settle=data.get("settle", 30), watch=data["watch"],
        watch_alone=data.get("watch_alone", data["watch"]), witness=data.get("witness", True),
        accept_dns=data.get("accept_dns", False), fault=data["fault"], expect=Expect(**data.get("expect", {})),
        alone=data.get("alone", {}))


def read_all(folder=FOLDER):
    """Every scenario by name; one with variants appears once for each, as F02/rst."""
    scenarios = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as problem:
            raise BadScenario(f"{path.name}: {problem}") from problem
        variants = data.pop("variant", {})
        for short, over in variants.items():
            scenarios[f"{path.stem}/{short}"] = build(f"{path.stem}/{short}", merged(data, over))
        if not variants:
            scenarios[path.stem] = build(path.stem, data)
    return scenarios


def choose(names, scenarios):
    """The scenarios that were asked for: a name, or a name without its variant for all of them; none given means all."""
    if not names:
        return list(scenarios.values())
    chosen = []
    for name in names:
        fitting = [s for key, s in scenarios.items() if name.upper() in (key.upper(), key.upper().split("/")[0])]
        if not fitting:
            raise BadScenario(f"no scenario is called {name}; there are {', '.join(scenarios)}")
        chosen += fitting
    return chosen
