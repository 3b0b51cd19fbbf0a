#!/usr/bin/env python3
"""Adds up a meson test run, honestly: cases where a test program counts them, else the program as one.

Prints each failure and each skip with its reason, and last `N passed, N failed, N skipped`. A program that did not end
well has at least one failure, whatever it printed. A suite or a program that was asked for and did not run has failed.

What a test program has to do: exit 0, or not 0 when something failed, or 77 when all of it was skipped; print
`SKIPPED: NAME: reason` on a line of its own for each case that it skips.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

ENDED_WELL = {"OK", "EXPECTEDFAIL"}
SKIPPED_LINE = re.compile(r"^SKIPPED: *(.+)$", re.M)
CATCH_SKIP = re.compile(r": SKIPPED:\n(?:explicitly with message:\n)?\s*(.*)")  # Catch2 3.x, SKIP("reason")
CATCH_ALL_PASSED = re.compile(r"^All tests passed \(.* in (\d+) test cases?\)$", re.M)
CATCH_CASES = re.compile(r"^test cases: +(\d+) \|(.*)$", re.M)
UNITTEST_SKIP = re.compile(r"\.\.\. skipped ['\"](.*)['\"]$", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*\n\n(OK|FAILED)(?: \((.*)\))?$", re.M)


def cases(output):
    """(passed, failed, skipped) as the program itself says, or None when it counts no cases."""
    def number(word, text):
        found = re.search(rf"(\d+) {word}", text)
        return int(found[1]) if found else 0

    if found := CATCH_ALL_PASSED.search(output):
        passed, failed, skipped = int(found[1]), 0, 0
    elif found := CATCH_CASES.search(output):
        failed, skipped = number("failed", found[2]), number("skipped", found[2])
        passed = int(found[1]) - failed - skipped
    elif found := UNITTEST.search(output):
        counts = dict(part.split("=") for part in (found[3] or "").split(", ") if "=" in part)
        failed = int(counts.get("failures", 0)) + int(counts.get("errors", 0))
        skipped = int(counts.get("skipped", 0))
        passed = int(found[1]) - failed - skipped
    else:
        return None
    return passed, failed, skipped


def judge(entry):
    """(passed, failed, reasons of skips) of one program, from meson's record of it."""
    output = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
    result, counted = entry["result"], cases(output)
    reasons = SKIPPED_LINE.findall(output)
    if result == "SKIP":
        said = [line for line in output.splitlines() if line.strip()]
        return 0, 0, reasons or [said[-1].strip() if said else "it does not say why"]
    passed, failed, skipped = counted or (1 if result in ENDED_WELL else 0, 0, 0)
    if counted and not skipped and reasons:  # Catch2 2.x knows no skip and took these for passed
        passed = max(0, passed - len(reasons))
    if skipped:
        reasons = reasons or CATCH_SKIP.findall(output) or UNITTEST_SKIP.findall(output)
        reasons += ["it does not say why"] * (skipped - len(reasons))
    if result not in ENDED_WELL:
        failed = max(1, failed)
    return passed, failed, reasons


def tally(entries, expected, suites, status):
    """Prints what to know of `entries` and returns the three sums. `expected` is (name, its suites) for each program."""
    passed, failed, skips = 0, 0, []
    for entry in entries:
        good, bad, reasons = judge(entry)
        passed, failed = passed + good, failed + bad
        skips += [(entry["name"], reason) for reason in reasons]
        if bad:
            print(f"failed: {entry['name']}: {bad} ({entry['result'].lower()} after {entry['duration']:.1f} s)")
    for suite in suites:
        if not any(suite in of for _, of in expected):
            print(f"failed: the suite '{suite}' has no test")
            failed += 1
    if missing := len(expected) - len(entries):
        print(f"failed: {missing} of {len(expected)} test programs did not run")
        failed += missing
    if status and not failed:
        print(f"failed: meson ended with status {status}")
        failed += 1
    for name, reason in skips:
        print(f"skipped: {name}: {reason}")
    return passed, failed, len(skips)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="meson's build directory")
    parser.add_argument("--status", type=int, required=True, help="what `meson test` ended with")
    parser.add_argument("suites", nargs="+")
    options = parser.parse_args()

    log = options.build / "meson-logs" / "testlog.json"
    entries = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    known = json.loads(subprocess.check_output(["meson", "introspect", "--tests", options.build]))
    expected = []
    for test in known:
        of = {suite.split(":")[-1] for suite in test["suite"]}
        if of & set(options.suites):
            expected.append((test["name"], of))
    passed, failed, skipped = tally(entries, expected, options.suites, options.status)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
