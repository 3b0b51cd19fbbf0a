"""The matrix must find harm where there is some and none where there is none: invented records, known answers."""

import tempfile
import unittest
from pathlib import Path

import compare
import matrix
from scenario import read_all
from test_judge import attempts, line


def step(began, name="wan-dies", ended=None, **words):
    return {"step": name, "words": words, "began": began, "ended": ended or began}


def host_runs(began, *command):
    return step(began, "host-runs", command=list(command))


def unit(at, mark="starting"):
    return line(at, MARK=mark)


def cell(**over):
    return {"data": 0.0, "data_back": True, "control": 0.0, "control_back": True, "restarts": 0, "touched": 1, "interrupted": 0.0,
            "overruled": [], "changed": [], "sessions_cut": 0, "watched": 90, "late": 0.004, "played": "2026-11-24",
            "versions": {"kernel": "6.1", "system": "Debian 12", "tailscale": "1.102.3"}, "fingerprint": "f"} | over


def row(name, **cells):
    return {"name": name, "title": f"{name} happens", "cells": {key.replace("_", "-"): value for key, value in cells.items()}}


def whole(name, **cells):
    return row(name, **{key.replace("-", "_"): cell() for key in matrix.SUPERVISORS} | cells)


class Restarts(unittest.TestCase):
    def count(self, lines, steps=()):
        return len(matrix.starts_by_others(lines, steps, 10))

    def test_a_start_that_nobody_else_explains_is_the_supervisors(self):
        self.assertEqual(self.count([unit(12), unit(30)]), 2)

    def test_a_start_before_the_fault_does_not_count(self):
        self.assertEqual(self.count([unit(9)]), 0)

    def test_what_systemd_starts_again_by_itself_is_its_own(self):
        self.assertEqual(self.count([unit(12, "restart-scheduled"), unit(12.1), unit(40)]), 1)

    def test_what_a_step_of_the_fault_starts_is_the_faults(self):
        started = [step(20, "host-runs", ended=21)]
        self.assertEqual(self.count([unit(20.6), unit(25)], started), 1)


class Interruptions(unittest.TestCase):
    def test_a_restart_of_a_working_data_plane_is_one(self):
        self.assertAlmostEqual(matrix.interrupted(attempts(30, 36), [30.2], [step(10)], 60), 6.0, delta=0.3)

    def test_a_restart_that_cost_nothing_is_none(self):
        self.assertEqual(matrix.interrupted(attempts(70, 71), [30], [step(10)], 60), 0)

    def test_a_restart_of_a_dead_data_plane_is_none(self):
        self.assertEqual(matrix.interrupted(attempts(10, 36), [30], [step(10)], 60), 0)

    def test_what_a_fault_of_that_moment_has_done_is_none(self):
        self.assertEqual(matrix.interrupted(attempts(30, 36), [31], [step(30)], 60), 0)

    def test_a_later_fault_is_not_laid_to_an_earlier_restart(self):
        self.assertEqual(matrix.interrupted(attempts(40, 50), [30], [step(10), step(40)], 60), 0)

    def test_two_remedies_in_one_outage_are_one_interruption(self):
        self.assertAlmostEqual(matrix.interrupted(attempts(30, 36), [30, 33], [step(10)], 60), 6.0, delta=0.3)

    def test_tailmends_remedies_are_interventions_but_its_questions_are_not(self):
        journal = [line(20, REMEDY="ping"), line(21, REMEDY="kick"), line(21.1, REMEDY="kick", OUTCOME="done"),
                   line(5, REMEDY="rebind"), line(30, REMEDY="restart", OUTCOME="unavailable")]
        self.assertEqual(matrix.remedies_at(journal, 10), [21])


class Administrator(unittest.TestCase):
    def overruled(self, steps, states, starts=()):
        return matrix.overruled(steps, [{"at": at, "backend": state} for at, state in states], starts, 60)

    def test_taken_down_and_running_again_is_overruled(self):
        down = [step(10, "tailscale-down")]
        self.assertEqual(len(self.overruled(down, [(10.5, "Running"), (40, "Running")])), 1)
        self.assertEqual(self.overruled(down, [(10.5, "Running"), (40, "Stopped")]), [])

    def test_an_administrator_may_change_his_mind(self):
        steps = [step(10, "tailscale-down"), step(30, "tailscale-up")]
        self.assertEqual(self.overruled(steps, [(20, "Stopped"), (40, "Running")]), [])

    def test_a_unit_that_was_stopped_and_answers_is_overruled(self):
        for words in (("systemctl", "stop", "tailscaled"), ("systemctl", "disable", "--now", "tailscaled.service"),
                      ("systemctl", "--now", "mask", "tailscaled")):
            self.assertEqual(len(self.overruled([host_runs(10, *words)], [(40, "Stopped")])), 1)
            self.assertEqual(len(self.overruled([host_runs(10, *words)], [], [40])), 1)
            self.assertEqual(self.overruled([host_runs(10, *words)], []), [])

    def test_his_own_hand_is_his_will_too(self):
        self.assertEqual(matrix.will_of(step(10, "by-hand", command=["systemctl", "mask", "--now", "tailscaled.service"])), "stopped")
        self.assertEqual(matrix.will_of(step(10, "by-hand", command=["tailscale", "logout"])), "down")
        self.assertEqual(matrix.will_of(step(10, "by-hand", command=["systemctl", "start", "tailscaled.service"])), "")

    def test_other_steps_say_nothing_of_his_will(self):
        self.assertEqual(matrix.will_of(step(10, "tailscale", command=["down"])), "down")
        for other in (step(10), step(10, "tailscale", command=["set", "--ssh"]), step(10, "tailscaled-killed"),
                      host_runs(10, "systemctl", "stop", "ssh"), host_runs(10, "tailscale", "set", "--accept-routes")):
            self.assertIsNone(matrix.will_of(other))


class Harm(unittest.TestCase):
    def test_nothing_is_no_harm(self):
        self.assertEqual(matrix.harms(cell(), cell()), {})

    def test_slower_than_alone_where_the_data_plane_stayed_up_is_harm(self):
        self.assertIn("D", matrix.harms(cell(data=6.8), cell(data=0.4)))
        self.assertIn("D", matrix.harms(cell(data=117), cell(data=3.5)))
        self.assertEqual(matrix.harms(cell(data=1.2), cell(data=0.4)), {})
        self.assertEqual(matrix.harms(cell(data=6.7), cell(data=4.3)), {})

    def test_who_touched_nothing_has_done_no_harm(self):
        self.assertEqual(matrix.harms(cell(data=11, touched=0), cell(data=3.5)), {})

    def test_slower_than_alone_where_it_was_dead_anyway_is_not(self):
        self.assertEqual(matrix.harms(cell(data=109), cell(data=40)), {})

    def test_each_kind_has_its_letter(self):
        bad = cell(interrupted=16.2, changed=["RouteAll True → False"], overruled=["started again"], sessions_cut=1)
        self.assertEqual(matrix.harms(bad, cell()), {"S": "1", "D": "16 s", "P": "", "A": ""})

    def test_preferences_that_the_fault_itself_changes_are_not_the_supervisors(self):
        changed = ["WantRunning True → False"]
        self.assertEqual(matrix.harms(cell(changed=changed), cell(changed=changed)), {})

    def test_without_the_first_column_only_what_speaks_for_itself_is_harm(self):
        self.assertEqual(matrix.harms(cell(data=100), None), {})
        self.assertIn("D", matrix.harms(cell(interrupted=5), None))

    def test_nobody_is_harmed_by_nobody(self):
        self.assertEqual(matrix.harms_in(row("F01", none=cell(changed=["A 1 → 2"])), "none"), {})


class Totals(unittest.TestCase):
    ROWS = [whole("F01", restart_on_change=cell(data=6.8, restarts=1)), whole("F05", none=cell(data=110, data_back=False)),
            row("F09", none=cell(), ping_watchdog=cell(data=20, restarts=2))]

    def test_sums_are_over_faults_that_all_have_played(self):
        sums = matrix.totals(self.ROWS)
        self.assertEqual([s["faults"] for s in sums.values()], [2] * 5)
        self.assertEqual((sums["none"]["data"], sums["restart-on-change"]["data"], sums["ping-watchdog"]["data"]), (110, 6.8, 0))
        self.assertEqual((sums["restart-on-change"]["restarts"], sums["ping-watchdog"]["restarts"]), (1, 0))

    def test_harm_is_counted_in_every_fault(self):
        sums = matrix.totals(self.ROWS)
        self.assertEqual([s["harmed"] for s in sums.values()], [0, 1, 1, 0, 0])
        self.assertEqual(sums["ping-watchdog"]["letters"], {"D": 1, "S": 0, "P": 0, "A": 0})


class Lateness(unittest.TestCase):
    def test_one_gap_in_a_hundred_may_be_long_and_two_are_told(self):
        beat = [{"at": i / 4} for i in range(101)]
        self.assertEqual(matrix.lateness(beat), 0.0)
        self.assertEqual(matrix.lateness([]), 0.0)
        for held, expected in ((1, 0.0), (2, 0.5)):
            late = [{"at": a["at"] + 0.5 * min(held, i // 40)} for i, a in enumerate(beat)]
            self.assertAlmostEqual(matrix.lateness(late), expected)


class Page(unittest.TestCase):
    def test_a_cell_says_what_was_measured(self):
        for given, text in ((cell(data=0.44, control=12.3, restarts=1), "0.4 · 12 · 1"), (None, "not played"),
                            (cell(data=300, data_back=False), "> 300 · 0.0 · 0"), (cell(late=0.2), "0.0 · 0.0 · 0 °")):
            self.assertEqual(matrix.cell_text(given, {}), text)
        self.assertEqual(matrix.cell_text(cell(), {"D": "6 s", "A": ""}), "0.0 · 0.0 · 0 **D** 6 s **A**")

    def test_every_line_of_the_table_has_as_many_columns(self):
        lines = matrix.table([*Totals.ROWS, row("F99", none=cell()) | {"title": "a | b"}]).splitlines()
        self.assertEqual({text.count("|") for text in lines}, {len(matrix.SUPERVISORS) + 2})

    def test_a_slow_machine_is_told_only_where_there_was_one(self):
        self.assertNotIn("°", matrix.page([whole("F01")], 90, 600))
        self.assertIn("**°**", matrix.page([whole("F01", none=cell(late=0.2))], 90, 600))

    def test_a_partial_run_changes_its_cells_only(self):
        rows = matrix.put(Totals.ROWS, "F05", "new title", "tailmend", cell(data=12))
        self.assertEqual(rows[1]["cells"]["none"], Totals.ROWS[1]["cells"]["none"])
        self.assertEqual((rows[1]["cells"]["tailmend"]["data"], rows[1]["title"]), (12, "new title"))
        self.assertEqual([rows[0], rows[2]], [Totals.ROWS[0], Totals.ROWS[2]])
        self.assertEqual([r["name"] for r in matrix.put(rows, "F02/rst", "t", "none", cell())], ["F01", "F02/rst", "F05", "F09"])

    def test_the_measured_values_are_kept_as_they_are(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "judgement.json"
            self.assertEqual(matrix.read(path), [])
            path.write_text(matrix.text_of_rows(Totals.ROWS))
            self.assertEqual(matrix.read(path), Totals.ROWS)

    def test_the_page_in_docs_is_what_the_program_writes(self):
        rows = matrix.read(compare.MEASURED)
        self.assertTrue(rows)
        self.assertEqual(compare.PAGE.read_text(), matrix.page(rows, compare.CALM_S, compare.LONGEST_IN_PAGE_S))


class Rivals(unittest.TestCase):
    def test_every_supervisor_of_the_matrix_can_be_played(self):
        self.assertEqual(set(matrix.SUPERVISORS), {"none", "tailmend", *compare.RIVALS})

    def test_a_fault_of_the_demo_is_watched_until_control_is_back(self):
        scenarios = read_all()
        self.assertGreater(compare.longest(scenarios["F05"]), 960)
        self.assertEqual(compare.longest(scenarios["F01"]), compare.LONGEST_S)

    def test_without_names_each_fault_is_compared_and_what_shows_harm_of_another_kind(self):
        scenarios = read_all()
        chosen = compare.choice(scenarios)
        self.assertEqual([name for name in chosen if scenarios[name].own], [])
        self.assertLessEqual({*compare.ALSO, *(row["name"] for row in matrix.read(compare.MEASURED))}, set(chosen))
        faults = {name.split("/")[0] for name, scenario in scenarios.items() if name.startswith("F") and not scenario.own}
        self.assertEqual({name.split("/")[0] for name in chosen if name.startswith("F")}, faults)


if __name__ == "__main__":
    unittest.main()
