"""Plays one scenario from an empty machine to a judged record."""

import concurrent.futures
import json
import platform
import random
import shutil
import time
from pathlib import Path

import rivals
import topology
from host import Host
from judge import FRESH_S, Outcome, differences, judge, without_control, without_data
from ledger import Ledger
from live import INTERESTING_BEFORE_S
from net import Net
from scenario import words_of
from ssh import Session
from steps import STEPS
from tailnet import DERP_NAME, Tailnet, await_that
from timeline import JOURNAL_MARKS, Timeline

CALM_BEFORE_S = 3       # the wire must have been whole for so long before the fault, or the run proves nothing
LONGEST_HEALTH_S = 120  # for tailmend to find its first health
LONGEST_LOOK_S = 20     # for tailmend to see that all is well after all
OUTAGE_S = 1            # shorter than this is no outage to come back from
CALM_AFTER_S = FRESH_S + 2  # a recovery is watched for so long before it is believed
HEARTBEAT_S = 10        # tailmend's; tailscaled's own is 3 s: a fault must not always fall on the same point of them


class Lab:
    """The running parts, as the steps of a scenario see them."""

    def __init__(self, scenario, options, ledger, record, say):
        self.scenario, self.options, self.ledger, self.record, self.say = scenario, options, ledger, record, say
        self.place = topology.TOPOLOGIES[scenario.topology]
        self.flags = f"{self.place.flags} {scenario.flags}".strip()
        self.net = Net(ledger)
        self.tailnet = Tailnet(self.net, self.place, options.programs, record)
        self.host = Host(self.net, options.programs, options.template, record)
        if ":" in self.place.derp:
            self.host.hosts = f"{self.place.derp} {DERP_NAME}\n"  # there DERP has a name, and the host a resolver of its own
        self.timeline = Timeline(self.host, record, self.place.proxy)
        self.ssh = Session(self, scenario.ssh) if scenario.ssh else None
        self.journal = record / "tailmend.jsonl"
        self.live = options.live(self.timeline) if options.live else None
        self.since = self.until = None
        self.before = None  # the preferences as a person wants them
        self.public_address = topology.FIRST_WAN  # of the router in front
        self.steps = []     # what the scenario has done, and when

    def build(self):
        self.place.wires(self.net)
        self.say("network   " + ", ".join(self.net.names))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            booting = pool.submit(self.host.boot)
            self.tailnet.start_services()
            self.tailnet.start_site()
            if self.scenario.witness:
                self.tailnet.start_witness()
            booting.result()
        self.say("machines  host booted, tailnet up")
        self.host.start_tailscale(self.tailnet.login_server(), self.scenario.accept_dns, self.flags, self.place.advertise)
        if self.place.advertise:
            self.tailnet.approve("host", self.place.advertise)
        self.timeline.start()
        await_that("a connection to the target", lambda: any(a["ok"] for a in self.timeline.attempts()))
        await_that("a direct path to the subnet router", lambda: any(look.get("direct") for look in self.timeline.looks()))
        if self.ssh:
            self.ssh.start()

    def supervise(self):
        self.host.harmless_network_event()  # seen by tailscaled alone
        if self.options.supervisor in rivals.RIVALS:
            rivals.install(self.host, self.options.supervisor, self.tailnet.node("site")["addresses"][0].split("/")[0])
            self.say(f"rival     {self.options.supervisor} installed")
        elif self.options.supervisor == "tailmend":
            self.install_tailmend()

    def install_tailmend(self):
        self.host.install_tailmend(self.options.deb, *topology.TARGET, self.place.proxy, self.scenario.config)
        self.host.follow_journal("tailmend", self.journal)
        await_that("tailmend's first health", self.says_healthy, limit=LONGEST_HEALTH_S, every=0.5)
        self.say("tailmend  installed from its package, healthy")

    def says_healthy(self):
        states = [line["STATE_TO"] for line in self.timeline.journal() if "STATE_TO" in line]
        return bool(states) and states[-1] == "healthy"

    def settle(self):
        """A tailscaled that has just started heals many faults by its own start-up work; let it come to rest."""
        settle = self.scenario.settle + random.uniform(0, HEARTBEAT_S)
        self.say(f"settling  {settle:.1f} s")
        lead = min(INTERESTING_BEFORE_S, settle)
        time.sleep(settle - lead)
        if self.live:
            self.live.start()
        time.sleep(lead)
        if self.options.supervisor == "tailmend":  # a late heartbeat is looked into for a moment, also where nothing is wrong
            await_that("tailmend's health before the fault", self.says_healthy, limit=LONGEST_LOOK_S, every=0.1)
        now = time.time()
        dead, _ = without_data(self.timeline.attempts(), now - CALM_BEFORE_S, now - 1)
        if dead > 0:
            raise RuntimeError(f"the target was not reachable for {dead:.1f} s before the fault; nothing can be concluded")

    def keep_preferences(self):
        """What a person has just set is what has to be there at the end; a tailscaled that is stopped keeps what it has."""
        self.before = preferences_now(self.host) or self.before

    def play(self):
        self.keep_preferences()
        self.since = time.time()
        for step in self.scenario.fault:
            words = words_of(step)
            self.sleep_until(self.since + step["at"])
            began = time.time()
            self.steps.append({"step": step["step"], "words": words, "began": began})
            if self.live:
                self.live.announce(began, step.get("says", step["step"]))
            STEPS[step["step"]](self, **words)
            self.steps[-1]["ended"] = time.time()
            self.say(f"fault     {step['step']}" + "".join(f" {k}={v}" for k, v in words.items())
                     + f" at {began - self.since:.1f} s")
        watch = self.options.watch or (
            self.scenario.watch if self.options.supervisor == "tailmend" else self.scenario.watch_alone)
        self.say(f"watching  until {watch:g} s after the first fault")
        while time.time() < self.since + watch and not (self.options.over and self.options.over(self)):
            time.sleep(min(0.5, max(0.0, self.since + watch - time.time())))
        self.until = time.time()

    def back_for_good(self):
        """Both planes were away, both have been back for a while, and tailmend, where it watches, calls it health."""
        now = time.time()
        away_data, _ = without_data(self.timeline.attempts(), self.since, now)
        away_control, _ = without_control(self.timeline.looks(), self.since, now)
        calm = now - CALM_AFTER_S
        still = (without_data(self.timeline.attempts(), calm, now)[0] > 0
                 or without_control(self.timeline.looks(), calm, now)[0] > 0)
        return (max(away_data, away_control) > OUTAGE_S and not still
                and (self.options.supervisor == "none" or self.says_healthy()))

    def calm_for(self, seconds):
        """Since the last step, and for so long, both planes have worked without a break."""
        now = time.time()
        begin = now - seconds
        return (all(step["ended"] < begin for step in self.steps)
                and without_data(self.timeline.attempts(), begin, now - 1)[0] == 0
                and without_control(self.timeline.looks(), begin, now)[0] == 0)

    @staticmethod
    def sleep_until(moment):
        time.sleep(max(0.0, moment - time.time()))

    def collect(self):
        """What is only read at the end."""
        for unit in ("tailscaled", "tailmend"):
            journal = self.host.run("journalctl", "--output=short-unix", "--no-pager", f"--unit={unit}", check=False)
            (self.record / f"{unit}.log").write_text(journal.stdout)
        marked = self.host.run("journalctl", "--output=json", "--no-pager", "--unit=tailscaled.service",
                               *(f"MESSAGE_ID={mark}" for mark in JOURNAL_MARKS.values()), check=False)
        (self.record / "tailscaled-unit.jsonl").write_text(marked.stdout)
        if self.options.supervisor == "tailmend":
            (self.record / "deaths").write_text(self.host.show("tailmend.service", "NRestarts"))
            for flight in self.host.path("var/lib/tailmend/episodes").glob("*.flight"):
                shutil.copyfile(flight, self.record / flight.name)
        if self.options.supervisor in rivals.RIVALS:
            told = self.host.run("journalctl", "--output=short-unix", "--no-pager", f"--unit={rivals.UNIT}", check=False)
            (self.record / "rival.log").write_text(told.stdout)
        (self.record / "nodes.json").write_text(json.dumps(self.tailnet.control("GET", "/nodes"), indent=1))


def play(scenario, options, record, say):
    """Plays a scenario and takes everything away again; an Outcome in any case that is not the lab's own failure."""
    record.mkdir(parents=True, exist_ok=True)
    for stale in (*record.glob("*.jsonl"), *record.glob("*.flight")):
        stale.unlink()
    outcome = Outcome(scenario.name, options.supervisor, str(record))
    ledger = Ledger.open_new()
    for directory in options.temporary:
        ledger.note("temporary", path=directory)
    lab = Lab(scenario, options, ledger, record, say)
    try:
        lab.build()
        lab.supervise()
        lab.settle()
        lab.play()
        report = why = None
        if options.supervisor == "tailmend":
            began = time.monotonic()
            report, _ = lab.host.check()
            outcome.check_took = round(time.monotonic() - began, 3)
            (record / "check.json").write_text(json.dumps(report, indent=1))
            why = lab.host.why()
            for screen in ("status", "history", "why"):
                (record / f"{screen}.txt").write_text(lab.host.run("tailmend", screen, check=False).stdout)
        after = preferences_now(lab.host)
        outcome.sessions_cut = int(lab.ssh is not None and lab.ssh.cut())
        lab.collect()
        if lab.live:
            lab.live.end()
        judge(outcome, scenario, lab.timeline, lab.since, lab.until, lab.before, after, report, why)
        (record / "outcome.json").write_text(json.dumps(
            vars(outcome) | {"since": lab.since, "until": lab.until, "steps": lab.steps,
                             "changed": differences(lab.before, after), "versions": versions(lab)}, indent=1))
    except Exception as problem:  # whatever broke, the scenario has failed, and the lab is taken down
        outcome.failures.append(f"{type(problem).__name__}: {problem}")
    finally:
        lab.timeline.end()
        if options.keep:
            say(f"kept      lab {ledger.name} stays until `lab.py --clean`; host: nsenter -t {lab.host.init} -a")
        else:
            stuck = ledger.undo()
            if stuck:
                outcome.failures.append(f"could not be taken down whole: {', '.join(stuck)}")
    return outcome


def versions(lab):
    """What was played with what."""
    release = dict(line.split("=", 1) for line in (lab.options.template / "etc/os-release").read_text().splitlines() if "=" in line)
    found = {"kernel": platform.release(), "system": release["PRETTY_NAME"].strip('"'),
             "tailscale": lab.host.run("tailscale", "version").stdout.split()[0].split("-")[0]}
    if lab.options.supervisor == "tailmend":
        found["tailmend"] = lab.host.run("tailmend", "--version").stdout.split()[-1]
    return found


def preferences_now(host):
    """The preferences, or None from a tailscaled that does not answer (one that nobody has repaired)."""
    try:
        return host.preferences()
    except OSError:
        return None


def record_directory(base, scenario, number, repeats):
    name = scenario.name.replace("/", "-")
    return Path(base) / (f"{name}-{number + 1}" if repeats > 1 else name)
