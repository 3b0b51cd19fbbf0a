#!/usr/bin/env python3
"""The programs of the .rpm and of the archive ask for nothing that RHEL 9 has not."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
FOLDER = ROOT / "build/release/daemon"  # where ./dev package leaves them
NEWEST = {  # in RHEL 9: glibc 2.34, libstdc++ and libgcc of GCC 11, systemd 249 and later, libnl 3.5
    "GLIBC": (2, 34),
    "GLIBCXX": (3, 4, 29),
    "CXXABI": (1, 3, 13),
    "GCC": (7, 0, 0),
    "LIBSYSTEMD": (249,),
    "libnl": (3, 5),
}
# Its symbols have no versions. Of RHEL 9's c-ares (1.17, later 1.19) what is used: a new name is looked up there before it joins.
CARES = {"ares_destroy", "ares_free_data", "ares_freeaddrinfo", "ares_get_servers_ports", "ares_getaddrinfo", "ares_init", "ares_init_options",
         "ares_library_cleanup", "ares_library_init", "ares_process_fd", "ares_set_servers_ports_csv", "ares_strerror", "ares_timeout"}
SYSTEM = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libsystemd.so.0", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
LIBRARIES = {
    "tailmend-portable": SYSTEM | {"libcares.so.2", "libnl-3.so.200"},
    "tailmend-simulate-portable": SYSTEM,
    "tailmend-setup-portable": SYSTEM,
    "tailmend-static": SYSTEM,
}


def needed(listing):
    """({sonames}, {versions}) of what `objdump -p` prints."""
    return set(re.findall(r"^ +NEEDED +(\S+)", listing, re.M)), set(re.findall(r"^ +0x\w+ 0x\w+ \d+ (\S+)", listing, re.M))


def complaints(listing, libraries, newest):
    sonames, versions = needed(listing)
    found = [f"wants {name}" for name in sonames - libraries]
    for version in versions:
        family, _, number = version.partition("_")
        # A family that is not known is a complaint too: GLIBC_ABI_DT_RELR has no number.
        wanted = tuple(int(part) for part in re.findall(r"\d+", number)) or (sys.maxsize,)
        if family not in newest or wanted > newest[family]:
            found.append(f"wants {version}")
    return sorted(found)


def strangers(symbols, known):
    """Functions of c-ares that a program wants and that are not known, of what `objdump -T` prints."""
    return sorted(set(re.findall(r"\*UND\*.*\s(ares_\w+)$", symbols, re.M)) - known)


def listing_of(program):
    return subprocess.check_output(["objdump", "-p", program], text=True)


def no_program(name):
    """Why there is nothing to look at, or None."""
    program = FOLDER / name
    if not program.exists():
        return f"./dev package has not linked {name} yet"
    return None


class Needs(unittest.TestCase):
    def test_nothing_newer_than_what_rhel_9_has(self):
        for name, libraries in LIBRARIES.items():
            with self.subTest(name):
                if reason := no_program(name):
                    self.skipTest(reason)
                self.assertEqual(complaints(listing_of(FOLDER / name), libraries, NEWEST), [])


    def test_no_function_of_c_ares_that_rhel_9_has_not(self):
        if reason := no_program("tailmend-portable"):
            self.skipTest(reason)
        symbols = subprocess.check_output(["objdump", "-T", FOLDER / "tailmend-portable"], text=True)
        self.assertIn("ares_getaddrinfo", symbols)
        self.assertEqual(strangers(symbols, CARES), [])


class SelfCheck(unittest.TestCase):
    def test_what_is_too_new_and_what_is_not_there_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            source, program = pathlib.Path(folder) / "a.cpp", pathlib.Path(folder) / "a"
            source.write_text("#include <cmath>\n#include <string>\nint main(int n, char** a) { return std::stoi(a[0]) + int(std::pow(n, 0.3)); }")
            subprocess.check_call(["c++", "-O0", source, "-o", program])
            listing = listing_of(program)
        any_version = dict.fromkeys(NEWEST, (999,))
        self.assertEqual(complaints(listing, SYSTEM, any_version), [])
        self.assertEqual(complaints(listing, SYSTEM - {"libstdc++.so.6"}, any_version), ["wants libstdc++.so.6"])
        self.assertIn("wants GLIBC_2.34", complaints(listing, SYSTEM, {**NEWEST, "GLIBC": (2, 33)}))
        self.assertIn("wants GLIBC_ABI_DT_RELR", complaints("    0x0963cf85 0x00 07 GLIBC_ABI_DT_RELR\n", SYSTEM, NEWEST))

    def test_a_newer_function_of_c_ares_is_found(self):
        symbols = "0000000000000000      DF *UND*\t0000000000000000  Base        ares_init\n" \
                  "0000000000000000      DF *UND*\t0000000000000000              ares_query_dnsrec\n" \
                  "0000000000001000 g    DF .text\t0000000000000010  Base        ares_of_ours\n"
        self.assertEqual(strangers(symbols, CARES), ["ares_query_dnsrec"])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
