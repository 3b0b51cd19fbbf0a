#!/usr/bin/env python3
"""./dev and the tally of its tests: wrong words are answered, and no failure or skip gets lost."""
import contextlib
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/support"))
import tally  # noqa: E402


def entry(result="OK", stdout="", stderr="", name="unit"):
    return {"name": name, "result": result, "stdout": stdout, "stderr": stderr, "duration": 0.1}


class Judging(unittest.TestCase):
    def test_cases_are_counted_where_the_program_counts_them(self):
        for result, text, sums in (
            ("OK", "All tests passed (120 assertions in 34 test cases)\n", (34, 0, [])),
            ("OK", "All tests passed (1 assertion in 1 test case)\n", (1, 0, [])),
            ("FAIL", "test cases: 3 | 2 passed | 1 failed\nassertions: 9 | 8 passed | 1 failed\n", (2, 1, [])),
            ("OK", "a.cpp:3: SKIPPED:\nexplicitly with message:\n  no root\n\ntest cases: 3 | 2 passed | 1 skipped\n",
             (2, 0, ["no root"])),
            ("OK", "SKIPPED: netns: no root\nAll tests passed (4 assertions in 3 test cases)\n", (2, 0, ["netns: no root"])),
            ("FAIL", "test_a (x.Y) ... ok\nRan 5 tests in 0.1s\n\nFAILED (failures=1, errors=1)\n", (3, 2, [])),
            ("OK", "test_a (x.Y) ... skipped 'no root'\nRan 2 tests in 0.1s\n\nOK (skipped=1)\n", (1, 0, ["no root"])),
        ):
            with self.subTest(text):
                self.assertEqual(tally.judge(entry(result, stdout=text)), sums)
                self.assertEqual(tally.judge(entry(result, stderr=text)), sums)

    def test_a_program_that_counts_nothing_counts_as_one(self):
        self.assertEqual(tally.judge(entry("OK", "fine")), (1, 0, []))
        self.assertEqual(tally.judge(entry("SKIP", "no\nno root")), (0, 0, ["no root"]))
        self.assertEqual(tally.judge(entry("SKIP")), (0, 0, ["it does not say why"]))

    def test_a_program_that_ends_badly_has_failed_whatever_it_says(self):
        for result in ("FAIL", "TIMEOUT", "ERROR", "INTERRUPT"):
            self.assertEqual(tally.judge(entry(result, "All tests passed (9 assertions in 3 test cases)\n"))[1], 1)
            self.assertEqual(tally.judge(entry(result, "half of it"))[1], 1)


class Summing(unittest.TestCase):
    def sums(self, entries, expected, suites, status=0):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            return tally.tally(entries, expected, suites, status), said.getvalue()

    def test_everything_passed(self):
        self.assertEqual(self.sums([entry()], [("unit", {"unit"})], ["unit"]), ((1, 0, 0), ""))

    def test_a_lost_suite_a_lost_program_and_an_unexplained_status_have_failed(self):
        self.assertEqual(self.sums([entry()], [("unit", {"unit"})], ["unit", "sim"])[0], (1, 1, 0))
        self.assertEqual(self.sums([entry()], [("unit", {"unit"}), ("more", {"unit"})], ["unit"])[0], (1, 1, 0))
        self.assertEqual(self.sums([entry()], [("unit", {"unit"})], ["unit"], status=2)[0], (1, 1, 0))

    def test_a_skip_is_listed_with_its_reason(self):
        sums, said = self.sums([entry("SKIP", "no root")], [("unit", {"unit"})], ["unit"])
        self.assertEqual((sums, said), ((0, 0, 1), "skipped: unit: no root\n"))


class Pipeline(unittest.TestCase):
    GOOD = "echo 3 passed, 0 failed, 0 skipped"

    def ends_with(self, test, lab, packages=GOOD):
        """Status and last line of .ci/run where ./dev does what these shell commands do."""
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder)
            (tree / ".ci").mkdir()
            shutil.copy(ROOT / ".ci/run", tree / ".ci/run")
            (tree / "dev").write_text(f"#!/bin/sh\ncase $* in test) {test};; 'test --packages') {packages};; lab*) {lab};; esac\n")
            (tree / "dev").chmod(0o755)
            ended = subprocess.run([tree / ".ci/run"], text=True, capture_output=True, cwd="/", timeout=20)
            return ended.returncode, ended.stdout.splitlines()[-1]

    def test_sums_are_added(self):
        self.assertEqual(self.ends_with("echo 3 passed, 0 failed, 1 skipped", "echo 8 passed, 0 failed, 0 skipped"),
                         (0, "14 passed, 0 failed, 1 skipped"))

    def test_a_failure_in_any_part_fails_the_whole(self):
        for bad, sums in (("echo 1 passed, 2 failed, 0 skipped; exit 1", "7 passed, 2 failed, 0 skipped"),
                          (f"{self.GOOD}; exit 1", "9 passed, 1 failed, 0 skipped"),
                          ("echo crashed", "6 passed, 1 failed, 0 skipped")):
            with self.subTest(bad):
                self.assertEqual(self.ends_with(self.GOOD, bad), (1, sums))
                self.assertEqual(self.ends_with(bad, self.GOOD), (1, sums))
                self.assertEqual(self.ends_with(self.GOOD, self.GOOD, packages=bad), (1, sums))


class Dev(unittest.TestCase):
    def run_dev(self, *words):
        return subprocess.run([ROOT / "dev", *words], text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=20)

    def test_wrong_words_are_answered_with_the_nearest(self):
        for words, answer in ((["tset"], "unknown command 'tset'; did you mean 'test'?"),
                              (["help", "packages"], "did you mean 'package'?"),
                              (["test", "units"], "unknown suite 'units'; did you mean 'unit'?"),
                              (["test", "--fast"], "test takes no '--fast'"),
                              (["test", "unit", "--packages"], "--packages comes first"),
                              (["build", "all"], "build takes no 'all'"),
                              (["package", "dep"], "unknown kind of package 'dep'; did you mean 'deb'?"),
                              (["package", "--arch", "arm46"], "unknown architecture 'arm46'; did you mean 'arm64'?"),
                              (["package", "deb", "--arch"], "--arch needs an architecture: amd64 arm64 armhf"),
                              (["package", "--arch="], "--arch needs an architecture: amd64 arm64 armhf"),
                              (["bench", "setp"], "unknown benchmark 'setp'; did you mean 'step'?"),
                              (["demo", "F05"], "demo takes no 'F05'")):
            with self.subTest(words):
                ended = self.run_dev(*words)
                self.assertEqual((ended.returncode, ended.stdout), (2, ""))
                self.assertIn(answer, ended.stderr)

    def test_help_explains_each_command_that_it_lists(self):
        listed = [line.split()[0] for line in self.run_dev("help").stdout.splitlines() if line.startswith("  ")]
        self.assertEqual(listed, ["demo", "test", "build", "lab", "bench", "package", "clean"])
        for command in listed:
            ended = self.run_dev("help", command)
            self.assertEqual(ended.returncode, 0)
            self.assertTrue(ended.stdout.startswith(f"./dev {command}"), ended.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
