"""Which runs are the same: invented outcomes, known answers. Needs nothing; python3 -m unittest -v in this folder."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from judge import Outcome
from same import sameness, tell
from scenario import build

BASE = {"title": "t", "topology": "edge", "watch": 60, "fault": [{"step": "wan-dies"}]}


def scenario(**expect):
    return build("T", BASE | {"expect": expect})


def run(verdicts=("tunnel-broken", "healthy"), remedies=("kick",), final="healthy", **other):
    return Outcome("T", "tailmend", "", verdicts=list(verdicts), remedies=list(remedies), final=final, data=1.0, **other)


REQUIRED = {"verdicts": ["tunnel-broken"], "required": ["kick"]}


class Same(unittest.TestCase):
    def told(self, expect, *runs):
        return sameness(scenario(**expect), runs)

    def test_three_runs_alike_are_the_same_in_whatever_order_their_verdicts_came(self):
        line, differs = self.told(REQUIRED, run(), run(["healthy", "tunnel-broken"]), run())
        self.assertEqual((line, differs), ("T: same in 3 runs: verdicts healthy, tunnel-broken; remedies kick", False))

    def test_a_required_verdict_that_one_run_lacks_differs(self):
        line, differs = self.told(REQUIRED, run(), run(["session-stuck", "healthy"]), run())
        self.assertTrue(differs)
        self.assertIn("verdict tunnel-broken in 2", line)
        self.assertIn("verdict session-stuck in 1", line)

    def test_a_verdict_in_between_that_nothing_requires_varies(self):
        line, differs = self.told(REQUIRED, run(), run(["session-stuck", "tunnel-broken", "healthy"]))
        self.assertEqual((line, differs), ("T: varies between 2 runs, as it may: verdict session-stuck in 1", False))

    def test_a_remedy_that_may_come_varies_and_any_other_differs(self):
        self.assertFalse(self.told(REQUIRED | {"allowed": ["rebind"]}, run(), run(remedies=["kick", "rebind"]))[1])
        self.assertFalse(self.told(REQUIRED | {"most": {"rebind": 1}}, run(), run(remedies=["kick", "rebind"]))[1])
        line, differs = self.told(REQUIRED, run(), run(remedies=["kick", "rebind"]))
        self.assertTrue(differs)
        self.assertIn("remedy rebind in 1", line)
        self.assertTrue(self.told(REQUIRED, run(), run(remedies=[]))[1])

    def test_a_required_remedy_twice_is_the_same_remedy(self):
        self.assertIn("same", self.told(REQUIRED, run(), run(remedies=["kick", "kick"]))[0])

    def test_another_end_differs_unless_it_may_be_unstable(self):
        both = run(), run(["tunnel-broken", "healthy"], final="unstable")
        line, differs = self.told(REQUIRED, *both)
        self.assertTrue(differs)
        self.assertIn("at the end healthy in 1, unstable in 1", line)
        self.assertFalse(self.told(REQUIRED | {"may_be_unstable": True}, *both)[1])
        self.assertTrue(self.told(REQUIRED | {"may_be_unstable": True}, *both, run(final="tunnel-broken"))[1])

    def test_a_run_without_any_verdict_ended_healthy(self):
        self.assertIn("same", self.told({}, run([], [], ""), run([], [], "healthy"))[0])

    def test_one_run_is_compared_with_nothing_and_neither_is_one_that_broke_down(self):
        broken = Outcome("T", "tailmend", "", failures=["RuntimeError: no lab"])
        self.assertEqual(self.told(REQUIRED, run(), broken), (None, False))
        alone = Outcome("T", "none", "", data=1.0)
        self.assertEqual(self.told(REQUIRED, alone, alone), (None, False))


class Records(unittest.TestCase):
    def told(self, *remedies_of_passes, name="T", supervisor="tailmend"):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            passes = []
            for number, remedies in enumerate(remedies_of_passes):
                record = Path(folder, f"pass{number}", "T")
                record.mkdir(parents=True)
                outcome = run(remedies=remedies)
                outcome.scenario, outcome.supervisor = name, supervisor
                (record / "outcome.json").write_text(json.dumps(vars(outcome) | {"since": 10.0 - number, "steps": []}))
                passes.append(record.parent)
            status = tell(passes, {"T": scenario(**REQUIRED)})
        return status, out.getvalue()

    def test_records_of_passes_that_agree_are_the_same(self):
        self.assertEqual(self.told(["kick"], ["kick"], ["kick"]), (
            0, "T: same in 3 runs: verdicts healthy, tunnel-broken; remedies kick\n1 compared, 0 differ\n"))

    def test_records_of_passes_that_disagree_fail(self):
        status, text = self.told(["kick"], ["kick", "restart"], ["kick"])
        self.assertEqual(status, 1)
        self.assertIn("FAILED T: differs between 3 runs: remedy restart in 1", text)

    def test_one_record_alone_and_a_scenario_that_is_gone_are_named(self):
        self.assertIn("T: one run", self.told(["kick"])[1])
        self.assertIn("Old: in no scenario file", self.told(["kick"], name="Old")[1])

    def test_folders_without_a_record_of_tailmend_are_a_mistake(self):
        self.assertIn("no outcome.json", self.told()[0])
        self.assertIn("no outcome.json", self.told(["kick"], supervisor="none")[0])


if __name__ == "__main__":
    unittest.main()
