#!/usr/bin/env python3
"""The brain cannot reach the world even by accident: what libwatch leaves undefined is in symbols.allow, or it is an error."""
import fnmatch
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
LIBRARIES = os.environ.get("LIBWATCH", "").split(":")  # the static libraries, from meson
SANITIZERS = os.environ.get("SANITIZERS", "none")
LTO = os.environ.get("LTO", "false")


def allowed():
    lines = (HERE / "symbols.allow").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def symbols(libraries, *options):
    listing = subprocess.check_output(["nm", "-C", *options, *libraries], text=True, stderr=subprocess.DEVNULL)
    return {line[19:] for line in listing.splitlines() if len(line) > 19 and line[17] != " "}


def complaints(*libraries):
    undefined = symbols(libraries, "--undefined-only") - symbols(libraries, "--defined-only")
    patterns = allowed()
    return sorted(f"libwatch uses {name}" for name in undefined
                  if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns))


class Symbols(unittest.TestCase):
    @unittest.skipIf(SANITIZERS != "none", f"the sanitizers ({SANITIZERS}) add symbols of their own")
    @unittest.skipIf(LTO == "true", "a link-time optimised library has no symbols yet")
    def test_libwatch_reaches_for_nothing_outside(self):
        found = complaints(*LIBRARIES)
        if found:
            self.fail("\n" + "\n".join(found))


class SelfCheck(unittest.TestCase):
    def library_of(self, folder, code):
        source, thing, library = (pathlib.Path(folder) / name for name in ("a.cpp", "a.o", "liba.a"))
        source.write_text(code)
        subprocess.check_call(["c++", "-O1", "-c", source, "-o", thing])
        subprocess.check_call(["ar", "rc", library, thing])
        return library

    def test_a_clock_a_descriptor_and_an_environment_are_found(self):
        for name, code in {"clock_gettime": "#include <ctime>\nlong f() { timespec t; clock_gettime(0, &t); return t.tv_sec; }",
                           "std::chrono::_V2::system_clock::now()":
                               "#include <chrono>\nauto f() { return std::chrono::system_clock::now(); }",
                           "open": "#include <fcntl.h>\nint f() { return open(\"a\", 0); }",
                           "getenv": "#include <cstdlib>\nchar* f() { return getenv(\"a\"); }"}.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(complaints(self.library_of(folder, code)), [f"libwatch uses {name}"])

    def test_strings_and_vectors_are_allowed(self):
        with tempfile.TemporaryDirectory() as folder:
            code = ("#include <string>\n#include <vector>\nstd::string f(int i) { std::vector<std::string> v(3); "
                    "v.push_back(std::to_string(i)); return v.at(0) + \"a\"; }")
            self.assertEqual(complaints(self.library_of(folder, code)), [])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
