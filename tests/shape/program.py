#!/usr/bin/env python3
"""The released program is small, and its version is told once."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
PROGRAM = ROOT / "build/tailmend"  # where ./dev build leaves the release program
LIMIT = 1_500_000  # bytes, stripped


def no_program():
    """Why there is nothing to measure, or None."""
    if not PROGRAM.exists():
        return "./dev build has left no release program at build/tailmend"
    parts = [ROOT / "meson.build", *(ROOT / "libwatch").rglob("*"), *(ROOT / "daemon").rglob("*")]
    if max(part.stat().st_mtime for part in parts) > PROGRAM.stat().st_mtime:
        return "the release program at build/tailmend is older than its sources; ./dev build makes it anew"
    return None


def stripped_size(program):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "program"
        subprocess.check_call(["strip", "-o", copy, program])
        return copy.stat().st_size


def too_big(program, limit):
    size = stripped_size(program)
    return [f"{size} bytes stripped; at most {limit}"] if size > limit else []


def versions(root):
    return {
        "meson.build": re.search(r"^project\(.*?\bversion: *'([^']+)'", (root / "meson.build").read_text(), re.M | re.S)[1],
        "packaging/debian/changelog": re.match(r"tailmend \(([^)]+)\)", (root / "packaging/debian/changelog").read_text())[1],
        "packaging/rpm/tailmend.spec": re.search(r"^Version: (\S+)", (root / "packaging/rpm/tailmend.spec").read_text(), re.M)[1],
    }


class Program(unittest.TestCase):
    def test_the_release_program_is_small(self):
        if reason := no_program():
            self.skipTest(reason)
        self.assertEqual(too_big(PROGRAM, LIMIT), [])

    def test_there_is_one_version(self):
        found = versions(ROOT)
        self.assertEqual(len(set(found.values())), 1, found)


class SelfCheck(unittest.TestCase):
    def test_a_big_program_is_found(self):
        self.assertEqual(too_big(sys.executable, 10 ** 9), [])
        self.assertIn("at most 1000", too_big(sys.executable, 1000)[0])

    def test_a_second_version_is_found(self):
        with tempfile.TemporaryDirectory() as place:
            root = pathlib.Path(place)
            for folder in ("debian", "rpm"):
                (root / "packaging" / folder).mkdir(parents=True)
            (root / "meson.build").write_text("project('tailmend', 'cpp', version: '1.2.3')\n")
            (root / "packaging/debian/changelog").write_text("tailmend (1.2.4) unstable; urgency=medium\n")
            (root / "packaging/rpm/tailmend.spec").write_text("Name: tailmend\nVersion: 1.2.5\n")
            self.assertEqual(sorted(versions(root).values()), ["1.2.3", "1.2.4", "1.2.5"])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
