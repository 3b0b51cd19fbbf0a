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
PROGRAM = os.environ.get("PROGRAM")  # the one of this build directory, from meson
BUILDTYPE = os.environ.get("BUILDTYPE", "")
LIMIT = 1_500_000  # bytes, stripped


def release_program():
    """The program to measure and None, or None and the reason why there is none."""
    if BUILDTYPE == "release":
        return pathlib.Path(PROGRAM), None
    built = ROOT / "build" / "tailmend"
    if not built.exists():
        return None, f"this is a {BUILDTYPE} build, and ./dev build has left no release build beside it"
    parts = [ROOT / "meson.build", *(ROOT / "libwatch").rglob("*"), *(ROOT / "daemon").rglob("*")]
    if max(part.stat().st_mtime for part in parts) > built.stat().st_mtime:
        return None, f"this is a {BUILDTYPE} build, and the release build at build/tailmend is older than the sources"
    return built, None


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
    }


class Program(unittest.TestCase):
    def test_the_release_program_is_small(self):
        program, reason = release_program()
        if reason:
            self.skipTest(reason)
        self.assertEqual(too_big(program, LIMIT), [])

    def test_there_is_one_version(self):
        found = versions(ROOT)
        self.assertEqual(len(set(found.values())), 1, found)


class SelfCheck(unittest.TestCase):
    def test_a_big_program_is_found(self):
        self.assertEqual(too_big(sys.executable, 10 ** 9), [])
        self.assertIn("at most 1000", too_big(sys.executable, 1000)[0])

    def test_a_second_version_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "packaging/debian").mkdir(parents=True)
            (root / "meson.build").write_text("project('tailmend', 'cpp', version: '1.2.3')\n")
            (root / "packaging/debian/changelog").write_text("tailmend (1.2.4) unstable; urgency=medium\n")
            self.assertEqual(sorted(versions(root).values()), ["1.2.3", "1.2.4"])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
