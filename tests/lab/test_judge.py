"""The judge must be able to say no: invented records, known answers. Needs nothing; python3 -m unittest -v in this folder."""

import io
import unittest

from judge import Outcome, differences, judge, medians, without_control, without_data
from progress import Progress
from scenario import BadScenario, build, choose, merged, read_all

BASE = {"title": "t", "topology": "edge", "watch": 60, "fault": [{"step": "wan-dies"}]}
LATER_US = 1_000_000


def attempts(outage_from, outage_to, end=60.0):
    return [{"at": i / 4, "took": 1.0 if outage_from <= i / 4 < outage_to else 0.002,
             "ok": not outage_from <= i / 4 < outage_to} for i in range(int(end * 4))]


def looks(outage_from, outage_to, end=60.0):
    """What a host sees of a beat twice a second when control is away for a while."""
    seen = []
    for i in range(int(end * 4)):
        at = i / 4
        beat = at - at % 0.5
        seen.append({"at": at + 0.05, "beat": min(beat, outage_from) if at < outage_to else beat})
    return seen


def line(at, **fields):
    return {"__REALTIME_TIMESTAMP": str(int(at * LATER_US)), "SYSLOG_IDENTIFIER": "tailmend", **fields}


class Record:
    """Stands for a Timeline that has been read."""

    def __init__(self, attempts_made, looks_taken, journal, starts=(), deaths=0):
        self.parts = attempts_made, looks_taken, journal
        self.unit = [line(at) for at in starts], deaths

    def starts(self):
        return self.unit[0]

    def deaths(self):
        return self.unit[1]

    def attempts(self):
        return self.parts[0]

    def looks(self):
        return self.parts[1]

    def journal(self):
        return self.parts[2]


def judged(expect, journal, outage=(10, 18), supervisor="tailmend", alone=None, report="healthy", after=None, until=60.0,
           unit=((), 0), cut=0, why=None):
    scenario = build("T", BASE | {"expect": expect, "alone": alone or {}})
    record = Record(attempts(*outage, end=until), looks(*outage, end=until), journal, *unit)
    return judge(Outcome("T", supervisor, "", sessions_cut=cut), scenario, record, 10.0, until, {"RouteAll": True},
                 after or {"RouteAll": True}, {"verdict": report}, why).failures


KICKED = [
    line(11, STATE_FROM="healthy", STATE_TO="probing", VERDICT="tunnel-broken", MESSAGE="plc is silent"),
    line(12, REMEDY="kick", MESSAGE="kick"), line(12.1, REMEDY="kick", OUTCOME="done", MESSAGE="kick: done"),
    line(18, STATE_FROM="probing", STATE_TO="healthy", VERDICT="healthy", MESSAGE="proved"),
]


WHY = {"away_s": 12.0, "verdict": "tunnel-broken", "remedies": [{"remedy": "kick"}], "lines": [{"text": "plc is late"}]}


class Why(unittest.TestCase):
    def judged(self, **other):
        return judged({"allowed": ["kick"], "why": True}, KICKED, why=WHY | other)

    def test_an_episode_told_as_it_was_passes(self):
        self.assertEqual(self.judged(), [])

    def test_no_episode_fails(self):
        self.assertIn("`tailmend why --json` tells no episode", judged({"allowed": ["kick"], "why": True}, KICKED))

    def test_another_time_verdict_or_remedy_fails(self):
        self.assertIn("`tailmend why` tells of 3.0 s without data, the wire of 8.0 s", self.judged(away_s=3.0))
        self.assertIn("`tailmend why` says wan-down, the journal tunnel-broken, healthy", self.judged(verdict="wan-down"))
        self.assertIn("`tailmend why` tells of no remedy, the journal of kick", self.judged(remedies=[]))
        self.assertIn("`tailmend why` tells no timeline", self.judged(lines=[]))


class Times(unittest.TestCase):
    def test_an_outage_is_as_long_as_its_failed_attempts(self):
        dead, back = without_data(attempts(10, 18), 10, 60)
        self.assertAlmostEqual(dead, 8.0, delta=0.3)
        self.assertTrue(back)

    def test_an_outage_that_lasts_is_not_over(self):
        self.assertFalse(without_data(attempts(10, 99), 10, 60)[1])

    def test_no_attempts_are_no_service(self):
        self.assertEqual(without_data([], 10, 60), (50, False))

    def test_control_is_away_between_fresh_changes(self):
        dead, back = without_control(looks(10, 18), 10, 60)
        self.assertAlmostEqual(dead, 8.0, delta=0.8)
        self.assertTrue(back)

    def test_a_change_that_arrives_late_has_not_arrived(self):
        late = [{"at": at, "beat": at - 6.0} for at in range(10, 60)]
        self.assertEqual(without_control(late, 10, 60), (50, False))


class Verdicts(unittest.TestCase):
    def test_a_run_as_expected_passes(self):
        self.assertEqual(judged({"verdicts": ["tunnel-broken"], "allowed": ["kick"], "data": 20, "proved": 10}, KICKED), [])

    def test_a_remedy_that_was_not_allowed_fails(self):
        self.assertIn("remedy kick was applied", judged({}, KICKED))

    def test_a_remedy_that_never_ended_counts_as_applied(self):
        self.assertIn("remedy restart was applied", judged({"allowed": ["kick"]}, KICKED + [line(20, REMEDY="restart")]))

    def test_a_skipped_remedy_was_not_applied(self):
        skipped = [line(12, REMEDY="restart", OUTCOME="unavailable")]
        self.assertEqual(judged({"allowed": ["kick"]}, skipped + KICKED), [])

    def test_a_remedy_that_a_person_ordered_is_counted_once(self):
        ordered = [line(11.5, MESSAGE_ID="a8f9bb970fb64f669b872a79026af9a6", REMEDY="kick"), *KICKED,
                   line(19, MESSAGE_ID="5dfeb3c62223472bb60429459d67a784", REMEDY="kick", OUTCOME="rested")]
        self.assertEqual(judged({"most": {"kick": 1}}, ordered), [])

    def test_a_remedy_that_a_person_ordered_in_vain_was_not_applied(self):
        refused = [line(11.5, MESSAGE_ID="a8f9bb970fb64f669b872a79026af9a6", REMEDY="restart"),
                   line(19, MESSAGE_ID="5dfeb3c62223472bb60429459d67a784", REMEDY="restart", OUTCOME="refused")]
        self.assertEqual(judged({"allowed": ["kick"]}, KICKED + refused), [])

    def test_a_required_remedy_must_be_there(self):
        self.assertIn("remedy restart was not applied", judged({"required": ["restart"], "allowed": ["kick"]}, KICKED))

    def test_a_verdict_must_come_and_another_must_not(self):
        failures = judged({"allowed": ["kick"], "verdicts": ["wan-down"], "never": ["tunnel-broken"]}, KICKED)
        self.assertEqual(failures, ["verdict wan-down never came", "verdict tunnel-broken came"])

    def test_bounds_are_bounds(self):
        failures = judged({"allowed": ["kick"], "data": 5, "control": 5, "proved": 5}, KICKED)
        self.assertEqual(len(failures), 3)

    def test_what_was_before_the_fault_does_not_count(self):
        self.assertEqual(judged({"allowed": ["kick"], "never": ["wan-down"]}, [line(3, VERDICT="wan-down")] + KICKED), [])

    def test_the_end_must_be_healthy_for_all_three(self):
        failures = judged({"allowed": ["kick"]}, KICKED[:3], outage=(10, 99), report="tunnel-broken")
        self.assertEqual(len(failures), 4)

    def test_a_changed_preference_fails(self):
        self.assertIn("RouteAll", judged({"allowed": ["kick"]}, KICKED, after={"RouteAll": False})[0])

    def test_a_remedy_that_is_bounded_may_come_so_often_and_not_oftener(self):
        self.assertEqual(judged({"most": {"kick": 1}}, KICKED), [])
        self.assertIn("remedy kick was applied 2 times, 1 at most were expected", judged({"most": {"kick": 1}}, KICKED[1:3] + KICKED))

    def test_a_remedy_may_come_too_soon(self):
        early = "a remedy was applied after 2.0 s, before 60 s"
        self.assertEqual(judged({"allowed": ["kick"], "no_remedy_before": 60}, KICKED), [early])
        self.assertEqual(judged({"allowed": ["kick"], "no_remedy_before": 1}, KICKED), [])
        ping = [line(10.5, REMEDY="ping"), line(10.6, REMEDY="ping", OUTCOME="done")]
        self.assertEqual(judged({"allowed": ["kick"], "no_remedy_before": 1}, ping + KICKED), [])

    def test_a_state_must_be_entered(self):
        self.assertEqual(judged({"allowed": ["kick"], "states": ["probing"]}, KICKED), [])
        self.assertEqual(judged({"allowed": ["kick"], "states": ["exhausted"]}, KICKED), ["tailmend was never exhausted"])

    def test_every_minute_is_bounded_on_its_own(self):
        limits = {"allowed": ["kick"], "data": 30, "data_each_minute": 10}
        self.assertEqual(judged(limits, KICKED, until=200.0), [])
        self.assertEqual(judged(limits, KICKED, outage=(75, 90), until=200.0),
                         ["15.0 s without data in minute 2, 10 s at most were expected"])

    def test_words_may_be_in_the_journal_or_in_the_report(self):
        self.assertEqual(judged({"allowed": ["kick"], "says": ["silent"]}, KICKED), [])
        self.assertEqual(judged({"allowed": ["kick"], "says": ['"verdict": "healthy"']}, KICKED), [])
        self.assertEqual(len(judged({"allowed": ["kick"], "says": ["zombie"]}, KICKED)), 1)

    def test_starts_of_tailscaled_and_deaths_of_tailmend_are_counted(self):
        self.assertEqual(judged({"allowed": ["kick"], "starts": 1}, KICKED, unit=([5, 12], 0)), [])
        self.assertEqual(len(judged({"allowed": ["kick"], "starts": 1}, KICKED, unit=([11, 12], 0))), 1)
        self.assertEqual(len(judged({"allowed": ["kick"]}, KICKED, unit=((), 1))), 1)
        self.assertEqual(judged({"allowed": ["kick"], "deaths": 1}, KICKED, unit=((), 1)), [])

    def test_a_session_that_was_cut_fails_where_it_was_to_live(self):
        self.assertEqual(judged({"allowed": ["kick"]}, KICKED, cut=1), ["the ssh session was cut"])
        self.assertEqual(judged({"allowed": ["kick"], "ssh_kept": False}, KICKED, cut=1), [])

    def test_what_was_never_in_doubt_needs_no_proof(self):
        self.assertEqual(judged({"proved": 10}, [], outage=(0, 0)), [])
        noticed = [line(11, STATE_FROM="healthy", STATE_TO="probing", VERDICT="tunnel-broken", MESSAGE="late")]
        self.assertIn("health was never proved again", judged({"proved": 10}, noticed, outage=(0, 0)))

    def test_a_slow_heartbeat_is_no_second_recovery(self):
        again = [line(40, STATE_FROM="healthy", STATE_TO="probing", VERDICT="healthy", MESSAGE="late"),
                 line(42, STATE_FROM="probing", STATE_TO="healthy", VERDICT="healthy", MESSAGE="proved")]
        self.assertEqual(judged({"allowed": ["kick"], "proved": 10}, KICKED + again), [])
        again[0]["VERDICT"] = "tunnel-broken"
        self.assertEqual(len(judged({"allowed": ["kick"], "proved": 10}, KICKED + again)), 1)

    def test_an_end_that_is_not_health_must_have_been_said(self):
        self.assertEqual(len(judged({"final": "relay-only"}, [], report="relay-only")), 1)

    def test_one_look_need_not_know_what_the_daemon_remembers(self):
        told = [line(11, STATE_FROM="probing", STATE_TO="reported", VERDICT="relay-only", MESSAGE="relayed")]
        self.assertEqual(judged({"final": "relay-only", "check": "healthy"}, told, outage=(0, 0)), [])
        self.assertEqual(len(judged({"final": "relay-only"}, told, outage=(0, 0))), 1)

    def test_chance_may_leave_it_unstable_and_nothing_else(self):
        for last, failures in (("unstable", 0), ("relay-only", 1)):
            told = [line(11, STATE_FROM="probing", STATE_TO="reported", VERDICT=last, MESSAGE="told")]
            self.assertEqual(len(judged({"may_be_unstable": True}, told, outage=(0, 0))), failures)
        told = [line(11, STATE_FROM="probing", STATE_TO="reported", VERDICT="unstable", MESSAGE="told")]
        self.assertEqual(len(judged({}, told, outage=(0, 0))), 1)

    def test_alone_the_fault_must_be_a_fault(self):
        self.assertEqual(judged({}, [], supervisor="none", alone={"data": [7, 10]}), [])
        self.assertEqual(len(judged({}, [], supervisor="none", alone={"data": [20, 30]})), 1)
        self.assertEqual(len(judged({}, [], supervisor="none", alone={"data": [0, 5]})), 1)


class Medians(unittest.TestCase):
    def test_one_slow_run_of_three_is_told_and_forgiven_two_are_not(self):
        scenario = build("T", BASE | {"expect": {"median_data": 6}})
        for seconds, failures in (((4, 5, 9), 0), ((4, 7, 9), 1), ((9, 9), 0)):
            outcomes = [Outcome("T", "tailmend", "", data=s) for s in seconds]
            self.assertEqual(len(medians(scenario, outcomes)[1]), failures)


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Shown(unittest.TestCase):
    def test_into_a_pipe_go_plain_lines(self):
        out = io.StringIO()
        progress = Progress(2, out)
        progress.sayer("F01")("booting")
        progress.ended("F01", [])
        self.assertTrue(out.getvalue().startswith("F01 ") and out.getvalue().endswith("booting\n"))
        self.assertEqual(out.getvalue().count("\n"), 1)

    def test_a_terminal_gets_one_line_for_each_running_lab_and_keeps_the_failures(self):
        out = Terminal()
        progress = Progress(2, out)
        first, second = progress.sayer("F01"), progress.sayer("F02")
        first("booting")
        second("booting")
        first("FAILED    it hurts")
        progress.ended("F01", ["it hurts"])
        screen = out.getvalue().rsplit("\033[J", 1)[1]
        self.assertEqual([line.split()[0] for line in screen.splitlines()], ["F02", "1"])
        self.assertIn("1 of 2 played, 1 failed, 1 running", screen)
        progress.ended("F02", [])
        self.assertEqual(out.getvalue().rsplit("\033[J", 1)[1], "")
        self.assertEqual(out.getvalue().count("it hurts"), 2)  # once to stay, once while it was the last word


class Scenarios(unittest.TestCase):
    def test_every_scenario_file_can_be_read(self):
        self.assertGreater(len(read_all()), 8)

    def test_unknown_words_are_refused(self):
        for wrong in ({"colour": 1}, {"topology": "moon"}, {"fault": [{"step": "pray"}]}, {"expect": {"luck": 1}},
                      {"expect": {"verdicts": ["tunnel-brocken"]}}, {"expect": {"most": {"pray": 1}}},
                      {"expect": {"final": "fine"}}, {"expect": {"states": ["asleep"]}}, {"alone": {"luck": [0, 1]}},
                      {"ssh": "telnet"}, {"config": "mode = "}):
            with self.assertRaises(BadScenario, msg=str(wrong)):
                build("T", BASE | wrong)

    def test_a_step_that_is_called_wrongly_is_refused_and_told_its_keys(self):
        for wrong in ({"step": "wan-dies", "wich": 1}, {"step": "wan-away"}, {"step": "wan-dies", "every": 2}):
            with self.assertRaises(BadScenario) as caught:
                build("T", BASE | {"fault": [wrong]})
        with self.assertRaises(BadScenario) as caught:
            build("T", BASE | {"fault": [{"step": "wan-away"}]})
        self.assertIn("it takes: seconds, which", str(caught.exception))

    def test_a_step_that_repeats_is_unfolded_in_the_order_of_time(self):
        scenario = build("T", BASE | {"fault": [{"step": "wan-dies", "every": 4, "times": 2},
                                                {"step": "wan-returns", "at": 2, "every": 4, "times": 2}]})
        self.assertEqual([(step["step"], step["at"]) for step in scenario.fault],
                         [("wan-dies", 0), ("wan-returns", 2), ("wan-dies", 4), ("wan-returns", 6)])

    def test_without_names_the_main_scenarios_are_played(self):
        scenarios = read_all()
        main = choose([], scenarios)
        self.assertTrue(all(scenario.main for scenario in main))
        self.assertTrue(0 < len(main) < len(scenarios))
        self.assertEqual([s.name for s in choose(["f02"], scenarios)], ["F02/rst", "F02/silence"])

    def test_a_variant_is_laid_over_the_rest(self):
        self.assertEqual(merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"c": 3}, "d": [2]}), {"a": {"b": 1, "c": 3}, "d": [2]})

    def test_preferences_differ_by_name(self):
        self.assertEqual(differences({"A": 1}, {"A": 1}), [])
        self.assertEqual(len(differences({"A": 1}, {"A": 2, "B": 3})), 2)


if __name__ == "__main__":
    unittest.main()
