#!/usr/bin/env python3
"""What a package brings points at nothing that it does not bring: the catalog as it is installed below this build's prefix, the
pages, the examples of hooks, the alert rules, the manual. pages.py DOC_FOLDER CATALOG FILE…"""
import pathlib
import re
import sys
import unittest

DOC_FOLDER, CATALOG, *REST = sys.argv[1:]
TEXTS = {pathlib.Path(name).name: pathlib.Path(name).read_text() for name in REST}
INSTALLED = {name for name in TEXTS if name.endswith(".md")} | {
    "copyright", "examples/hooks", "examples/no-net-admin.conf", *(f"examples/hooks/{pathlib.Path(name).name}" for name in REST if "/hooks/" in name)}


def named(text, folder):
    """What a text names below the folder of documents."""
    return {name.rstrip(".") for name in re.findall(re.escape(folder) + r"/([\w./-]+)", text)}


def complaints(text, folder):
    """Of one text: what it names and links that is not installed, and what it names as only the sources have it."""
    found = [f"names {name}" for name in named(text, folder) - INSTALLED]
    found += [f"links {link}" for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link and link not in INSTALLED]
    return sorted(found + [f"names {name}" for name in re.findall(r"(?<![\w/.-])docs/[\w/-]+\.md", text)])


class Pages(unittest.TestCase):
    def test_what_is_named_and_linked_is_installed(self):
        for name, text in TEXTS.items():
            with self.subTest(name):
                self.assertEqual(complaints(text, "/usr/share/doc/tailmend"), [])

    def test_the_catalog_names_pages_where_this_build_installs_them(self):
        text = pathlib.Path(CATALOG).read_text()
        self.assertEqual(complaints(text, DOC_FOLDER), [])
        self.assertLessEqual({"faults.md", "hooks.md", "state-machine.md"}, named(text, DOC_FOLDER))
        self.assertEqual(text.count("/doc/tailmend/"), text.count(DOC_FOLDER + "/"))

    def test_the_page_that_is_for_the_night_has_what_the_catalog_names_in_it(self):
        for heading in re.findall(r'part "([^"]+)" of \S+/faults\.md', pathlib.Path(CATALOG).read_text()):
            self.assertIn(f"\n## {heading}\n", TEXTS["faults.md"])


class SelfCheck(unittest.TestCase):
    def test_what_leads_nowhere_is_found(self):
        self.assertEqual(complaints("see /usr/share/doc/tailmend/fault.md, [here](../x.md), docs/hooks.md", "/usr/share/doc/tailmend"),
                         ["links ../x.md", "names docs/hooks.md", "names fault.md"])
        self.assertEqual(complaints("see /usr/share/doc/tailmend/faults.md, [here](hooks.md#try), [there](https://x.example/)",
                                    "/usr/share/doc/tailmend"), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
