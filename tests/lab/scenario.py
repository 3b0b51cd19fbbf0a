"""Scenario files: read, checked against what is known, variants unfolded. See README.md for how to write one."""

import copy
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from steps import misused
from topology import TOPOLOGIES

FOLDER = Path(__file__).resolve().parent / "scenarios"

KEYS = {"title", "main", "topology", "settle", "watch", "watch_alone", "witness", "accept_dns", "flags", "config", "ssh",
        "fault", "expect", "alone", "variant", "own"}
OF_A_FAULT = {"step", "at", "every", "times", "says"}  # beside the step's own keys
ALONE = {"data", "control"}
SSH = {"openssh", "tailscale-ssh"}
ALWAYS_ALLOWED = {"ping"}
VERDICTS = {
    "stopped-by-admin", "needs-login", "needs-approval", "key-expired", "backend-starting", "backend-dead", "backend-hung",
    "wan-down", "route-not-accepted", "route-missing", "route-not-installed", "tunnel-broken", "session-stuck",
    "peer-unreachable", "proxy-broken", "target-resets", "path-mtu", "target-down", "control-stuck", "control-unreachable",
    "dns-broken", "relay-only", "unstable", "healthy"}
REMEDIES = {"ping", "kick", "rebind", "reconnect", "conntrack", "up-reset", "restart"}
STATES = {"starting", "healthy", "settling", "probing", "backing-off", "remedying", "reported", "wan-down", "standby",
          "exhausted"}


class BadScenario(Exception):
    pass


@dataclass
class Expect:
    verdicts: list = field(default_factory=list)      # each must be seen
    any_verdict: list = field(default_factory=list)   # one of these must be seen
    never: list = field(default_factory=list)         # none of these may be seen
    states: list = field(default_factory=list)        # each must be entered
    required: list = field(default_factory=list)      # remedies that must be applied
    allowed: list = field(default_factory=list)       # further remedies that may be; any other is a failure
    most: dict = field(default_factory=dict)          # a remedy's name: so many times at most
    no_remedy_before: float = 0                       # seconds from the first fault; `ping` is free
    says: list = field(default_factory=list)          # words that tailmend's journal or `tailmend check` must contain
    data: float | None = None                         # seconds without data, at most
    data_each_minute: float | None = None             # the same in every whole minute from the first fault
    control: float | None = None                      # seconds without control, at most
    proved: float | None = None                       # seconds from the first fault to the last proof of health, at most
    starts: int | None = None                         # of tailscaled after the first fault, by whomsoever, exactly
    deaths: int = 0                                   # of tailmend: how often systemd has had to start it again, exactly
    ssh_kept: bool = True                             # the ssh session, where there is one, lives to its own end
    final: str = "healthy"                            # verdict at the end
    may_be_unstable: bool = False                     # … or `unstable`, where chance decides
    check: str | None = None                          # that of `tailmend check`, where one look cannot know as much
    why: bool = False                                 # `tailmend why` tells the run's one episode as the wire saw it
    median_data: float | None = None                  # over three runs or more (--repeat 3), at most
    median_control: float | None = None


EXPECTATIONS = {f.name for f in fields(Expect)}
NAMES_IN = {"verdicts": VERDICTS, "any_verdict": VERDICTS, "never": VERDICTS, "states": STATES, "required": REMEDIES,
            "allowed": REMEDIES, "most": REMEDIES}


@dataclass
class Scenario:
    name: str
    title: str
    own: bool         # about tailmend itself: nothing for another supervisor to do
    main: bool        # played by `./dev lab` without names, and so by the pipeline
    topology: str
    settle: float
    watch: float
    watch_alone: float
    witness: bool
    accept_dns: bool
    flags: str        # tailscaled's, beside those of the topology
    config: str       # tailmend's, laid over the shortest one
    ssh: str | None   # a session through the tailnet, from the witness to the host
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


def check_expectations(name, expect):
    check(name, "expectation", expect, EXPECTATIONS)
    for key, known in NAMES_IN.items():
        check(name, f"word in {key}:", expect.get(key, []), known)
    check(name, "final verdict", [expect.get("final", "healthy"), expect.get("check", "healthy")], VERDICTS)


def check_config(name, text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadScenario(f"{name}: config is not TOML: {problem}") from problem


def words_of(step):
    """A step's own keys."""
    return {key: value for key, value in step.items() if key not in OF_A_FAULT}


def unfolded(name, faults):
    """The steps in the order of time; one with `every` and `times` appears so often."""
    steps = []
    for fault in faults:
        wrong = misused(fault.get("step"), words_of(fault))
        if wrong:
            raise BadScenario(f"{name}: {wrong}")
        if ("every" in fault) != ("times" in fault):
            raise BadScenario(f"{name}: step {fault['step']}: 'every' and 'times' belong together")
        once = {key: value for key, value in fault.items() if key not in ("every", "times")}
        for i in range(fault.get("times", 1)):
            steps.append(once | {"at": fault.get("at", 0) + i * fault.get("every", 0)})
    return sorted(steps, key=lambda step: step["at"])


def build(name, data):
    check(name, "key", data, KEYS)
    for key in ("title", "topology", "watch", "fault"):
        if key not in data:
            raise BadScenario(f"{name}: '{key}' is missing")
    check(name, "topology", [data["topology"]], TOPOLOGIES)
    check_expectations(name, data.get("expect", {}))
    check(name, "expectation in [alone]", data.get("alone", {}), ALONE)
    check(name, "ssh", [data["ssh"]] if "ssh" in data else [], SSH)
    check_config(name, data.get("config", ""))
    return Scenario(
        name=name, title=data["title"], own=data.get("own", False), main=data.get("main", False), topology=data["topology"],
        settle=data.get("settle", 30), watch=data["watch"], watch_alone=data.get("watch_alone", data["watch"]),
        witness=data.get("witness", True), accept_dns=data.get("accept_dns", False), flags=data.get("flags", ""),
        config=data.get("config", ""), ssh=data.get("ssh"), fault=unfolded(name, data["fault"]),
        expect=Expect(**data.get("expect", {})), alone=data.get("alone", {}))


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
    """The scenarios that were asked for: a name, or a name without its variant for all of them; none given means the
    main ones."""
    if not names:
        return [scenario for scenario in scenarios.values() if scenario.main]
    chosen = []
    for name in names:
        fitting = [s for key, s in scenarios.items() if name.upper() in (key.upper(), key.upper().split("/")[0])]
        if not fitting:
            raise BadScenario(f"no scenario is called {name}; there are {', '.join(scenarios)}")
        chosen += fitting
    return chosen
