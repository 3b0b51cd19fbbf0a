"""From a record to numbers, and from numbers and a scenario's expectations to a result. Reads files, decides, changes nothing."""

import json
import statistics
from dataclasses import dataclass, field

ENOUGH_RUNS = 3       # for a median to be judged
BEAT_S = 0.5          # how often control changes something
FRESH_S = 5.0         # a change that takes longer to arrive has not arrived
CONTROL_PAUSE_S = 1.5  # beats further apart than this are a time without control
SLOW_S = 0.5          # a connection that took longer than this was no service while it took
HEARTBEAT_S = 10.0    # what tailmend knows begins with the last good answer before the fault …
AGAIN_S = 4.0         # … and ends with the first good one of a round that comes a little after the wire's
# Lines that tell again what others have told: of an episode, or of a person's order, as a whole.
RETOLD = {"e05f2867df4a4216942d8aefb2914a4b", "cbbfdffd80ac433f94744f286b807fdf", "a8f9bb970fb64f669b872a79026af9a6",
          "5dfeb3c62223472bb60429459d67a784"}
NOT_APPLIED = {"unavailable", "withheld", "skipped", "deferred"}
# Fields of the preferences that tailscaled changes by itself.
NOT_PREFERENCES = {"Config"}


@dataclass
class Outcome:
    scenario: str
    supervisor: str
    record: str
    verdicts: list = field(default_factory=list)
    remedies: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    states: list = field(default_factory=list)
    first_remedy: float | None = None  # seconds after the first fault; without `ping`
    starts: int = 0        # of tailscaled, by whomsoever
    deaths: int = 0        # of tailmend
    sessions_cut: int = 0  # ssh
    data: float | None = None
    control: float | None = None
    proved: float | None = None
    check_took: float | None = None  # seconds, `tailmend check` at the end
    final: str = ""
    data_back: bool = True
    control_back: bool = True
    failures: list = field(default_factory=list)


def without_data(attempts, since, until):
    """(seconds without data, whether it was back at the end): the union of the times in which attempts failed.

    A failed attempt stands for the time up to the next one; the first success ends the outage when it connects.
    """
    seen = sorted((a for a in attempts if since - 0.25 <= a["at"] <= until), key=lambda a: a["at"])
    if not seen:
        return until - since, False
    dead, back = 0.0, True
    for attempt, following in zip(seen, seen[1:] + [None]):
        end = following["at"] if following else until
        if not attempt["ok"]:
            dead += max(0.0, end - max(attempt["at"], since))
        elif attempt["took"] > SLOW_S or not back:
            dead += min(attempt["took"], max(0.0, end - attempt["at"]))
        back = attempt["ok"]
    return dead, back


def minutes_without_data(attempts, since, until):
    """Seconds without data in each whole minute."""
    return [without_data(attempts, since + 60 * i, since + 60 * (i + 1))[0] for i in range(int(until - since) // 60)]


def without_control(looks, since, until):
    """(seconds without control, back at the end): gaps between the changes that arrived in time."""
    last, dead = None, 0.0
    for look in looks:
        beat = look.get("beat")
        if beat is None or look["at"] > until or look["at"] - beat > FRESH_S or beat == last:
            continue
        if last is not None and beat > since and look["at"] - max(last, since) > CONTROL_PAUSE_S:
            dead += look["at"] - max(last, since) - BEAT_S
        last = beat
    if last is None:
        return until - since, False
    pause = until - max(last, since)
    return (dead + pause, False) if pause > FRESH_S else (dead, True)


def text_of(line, name):
    value = line.get(name, "")
    return bytes(value).decode(errors="replace") if isinstance(value, list) else str(value)


def told(journal, since):
    """tailmend's lines after a time, as (time, line)."""
    lines = [(int(line["__REALTIME_TIMESTAMP"]) / 1e6, line) for line in journal]
    return [(at, line) for at, line in lines if at >= since]


def told_first(journal, since):
    return [(at, line) for at, line in told(journal, since) if line.get("MESSAGE_ID") not in RETOLD]


def read_journal(outcome, journal, since):
    ill = True  # a slow heartbeat that is looked into and finds health is no recovery
    for at, line in told_first(journal, since):
        verdict, remedy, result = (text_of(line, key) for key in ("VERDICT", "REMEDY", "OUTCOME"))
        if verdict and verdict not in outcome.verdicts:
            outcome.verdicts.append(verdict)
        if verdict:
            outcome.final = verdict
            ill = ill or verdict != "healthy"
        if remedy and result in NOT_APPLIED:
            outcome.skipped.append(remedy)
        elif remedy and result:
            outcome.remedies.append(remedy)
        if remedy not in ("", "ping") and result not in NOT_APPLIED and outcome.first_remedy is None:
            outcome.first_remedy = at - since
        state = line.get("STATE_TO", "")
        if state and state not in outcome.states:
            outcome.states.append(state)
        if state == "healthy" and line.get("STATE_FROM") != "healthy" and ill:
            outcome.proved, ill = at - since, False


def started_without_end(journal, since):
    """Remedies that began and never said how they ended."""
    open_now = []
    for _, line in told_first(journal, since):
        remedy = text_of(line, "REMEDY")
        if remedy and not text_of(line, "OUTCOME"):
            open_now.append(remedy)
        elif remedy and remedy in open_now:
            open_now.remove(remedy)
    return open_now


def differences(before, after):
    if after is None:
        return []
    names = (set(before) | set(after)) - NOT_PREFERENCES
    return [f"{name} {before.get(name)!r} → {after.get(name)!r}" for name in sorted(names)
            if before.get(name) != after.get(name)]


def judge_alone(outcome, scenario, watched):
    """With no supervisor: is the fault a fault? Bounds beyond what was watched cannot be judged and are not."""
    for what in ("data", "control"):
        if what not in scenario.alone:
            continue
        least, most = scenario.alone[what]
        seconds = getattr(outcome, what)
        if seconds < min(least, watched - 1):
            outcome.failures.append(f"tailscaled alone was {seconds:.1f} s without {what}, {least} or more were expected")
        if seconds > most:
            outcome.failures.append(f"tailscaled alone was {seconds:.1f} s without {what}, {most} or less were expected")


def judge_tailmend(outcome, scenario, timeline, since, until, report):
    journal = timeline.journal()
    judge_words(outcome, scenario.expect, "\n".join(text_of(line, "MESSAGE") for _, line in told(journal, since)), report)
    judge_remedies(outcome, scenario.expect, started_without_end(journal, since))
    judge_times(outcome, scenario.expect, timeline.attempts(), since, until)
    judge_end(outcome, scenario.expect, report)


def judge_words(outcome, expect, messages, report):
    """What it took the fault for, and how it said it."""
    fail = outcome.failures.append
    for verdict in expect.verdicts:
        if verdict not in outcome.verdicts:
            fail(f"verdict {verdict} never came")
    if expect.any_verdict and not set(expect.any_verdict) & set(outcome.verdicts):
        fail(f"none of the verdicts {', '.join(expect.any_verdict)} came")
    for verdict in expect.never:
        if verdict in outcome.verdicts:
            fail(f"verdict {verdict} came")
    for state in expect.states:
        if state not in outcome.states:
            fail(f"tailmend was never {state}")
    said = messages + "\n" + json.dumps(report, ensure_ascii=False)
    for words in expect.says:
        if words not in said:
            fail(f"neither the journal nor `tailmend check` says '{words}'")


def judge_remedies(outcome, expect, unended):
    """What it did, and what others did to it and to tailscaled."""
    fail = outcome.failures.append
    applied = outcome.remedies + unended
    for remedy in expect.required:
        if remedy not in applied:
            fail(f"remedy {remedy} was not applied")
    for remedy in dict.fromkeys(applied):
        if remedy not in {"ping", *expect.required, *expect.allowed, *expect.most}:
            fail(f"remedy {remedy} was applied")
        elif applied.count(remedy) > expect.most.get(remedy, len(applied)):
            fail(f"remedy {remedy} was applied {applied.count(remedy)} times, {expect.most[remedy]} at most were expected")
    if outcome.first_remedy is not None and outcome.first_remedy < expect.no_remedy_before:
        fail(f"a remedy was applied after {outcome.first_remedy:.1f} s, before {expect.no_remedy_before:g} s")
    if expect.starts is not None and outcome.starts != expect.starts:
        fail(f"tailscaled was started {outcome.starts} times, {expect.starts} were expected")
    if outcome.deaths != expect.deaths:
        fail(f"systemd started tailmend again {outcome.deaths} times, {expect.deaths} were expected")
    if outcome.sessions_cut and expect.ssh_kept:
        fail("the ssh session was cut")


def judge_times(outcome, expect, attempts, since, until):
    fail = outcome.failures.append
    if expect.data is not None and outcome.data > expect.data:
        fail(f"{outcome.data:.1f} s without data, {expect.data:g} s at most were expected")
    for minute, dead in enumerate(minutes_without_data(attempts, since, until), 1):
        if expect.data_each_minute is not None and dead > expect.data_each_minute:
            fail(f"{dead:.1f} s without data in minute {minute}, {expect.data_each_minute:g} s at most were expected")
    if expect.control is not None and outcome.control > expect.control:
        fail(f"{outcome.control:.1f} s without control, {expect.control:g} s at most were expected")
    # What healed between two heartbeats was never in doubt; the wire says below whether it healed.
    if expect.proved is not None and outcome.proved is None and outcome.verdicts:
        fail("health was never proved again")
    elif None not in (expect.proved, outcome.proved) and outcome.proved > expect.proved:
        fail(f"health proved after {outcome.proved:.1f} s, {expect.proved:g} s at most were expected")


def judge_end(outcome, expect, report):
    """The end: what the daemon says, what `tailmend check` says, and what the wire says."""
    fail = outcome.failures.append
    unsteady = expect.may_be_unstable and outcome.final == "unstable"
    if (outcome.final or "healthy") != expect.final and not unsteady:
        fail(f"the last verdict is {outcome.final or 'none'}, not {expect.final}")
    if report is None:
        fail("`tailmend check --json` gave no report")
    elif report.get("verdict") != (expect.check or expect.final):
        fail(f"`tailmend check` says {report.get('verdict')}, not {expect.check or expect.final}")
    if expect.final == "healthy" and not outcome.data_back:
        fail("the target does not answer at the end")
    if expect.final == "healthy" and not outcome.control_back:
        fail("control does not reach the host at the end")


def judge_why(outcome, why):
    """What `tailmend why --json` says of the last episode, against what the wire and the journal have seen."""
    fail = outcome.failures.append
    if why is None:
        fail("`tailmend why --json` tells no episode")
        return
    away = why.get("away_s")
    if away is None or not outcome.data - 1 <= away <= outcome.data + HEARTBEAT_S + AGAIN_S:
        fail(f"`tailmend why` tells of {away} s without data, the wire of {outcome.data:.1f} s")
    if why.get("verdict") not in outcome.verdicts:
        fail(f"`tailmend why` says {why.get('verdict')}, the journal {', '.join(outcome.verdicts) or 'nothing'}")
    applied = [each["remedy"] for each in why.get("remedies", [])]
    if applied != outcome.remedies:
        fail(f"`tailmend why` tells of {', '.join(applied) or 'no remedy'}, the journal of {', '.join(outcome.remedies) or 'none'}")
    if not why.get("lines"):
        fail("`tailmend why` tells no timeline")


def judge(outcome, scenario, timeline, since, until, before, after, report, why=None):
    attempts, looks, journal = timeline.attempts(), timeline.looks(), timeline.journal()
    outcome.data, outcome.data_back = without_data(attempts, since, until)
    outcome.control, outcome.control_back = without_control(looks, since, until)
    read_journal(outcome, journal, since)
    outcome.starts = len(told(timeline.starts(), since))
    if after is None and outcome.supervisor == "tailmend":
        outcome.failures.append("tailscaled does not tell its preferences at the end")
    outcome.failures += [f"a preference changed: {change}" for change in differences(before, after)]
    if outcome.supervisor == "none":
        judge_alone(outcome, scenario, until - since)
    elif outcome.supervisor == "tailmend":
        outcome.deaths = timeline.deaths()
        judge_tailmend(outcome, scenario, timeline, since, until, report)
        if scenario.expect.why:
            judge_why(outcome, why)
    return outcome


def medians(scenario, outcomes):
    """(lines that tell the medians of several runs of one scenario, those of them that are too long)."""
    told_lines, failures = [], []
    for what in ("data", "control", "proved"):
        seconds = [getattr(outcome, what) for outcome in outcomes if getattr(outcome, what) is not None]
        if len(seconds) < ENOUGH_RUNS:
            continue
        middle = statistics.median(seconds)
        bound = getattr(scenario.expect, f"median_{what}", None)
        words = {"data": "without data", "control": "without control", "proved": "until proved"}[what]
        told_lines.append(f"{scenario.name}: {words} {middle:.1f} s, median of {len(seconds)}")
        if bound is not None and outcomes[0].supervisor != "none" and middle > bound:
            failures.append(f"{told_lines[-1]}; {bound:g} s at most were expected")
    return told_lines, failures
