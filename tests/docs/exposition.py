#!/usr/bin/env python3
"""The exposition, read by a strict parser of Prometheus' text format 0.0.4 that knows nothing of tailmend; and by promtool, where it is installed.
exposition.py METRICS_PAGE"""
import math
import re
import shutil
import subprocess
import sys
import unittest

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|Inf|NaN)$")
TYPES = ("counter", "gauge", "histogram", "summary", "untyped")


class Wrong(ValueError):
    pass


def labels_of(text):
    """({name: value}, what follows the closing brace) of 'a="b",c="d"} 1'."""
    found = {}
    while not text.startswith("}"):
        name = LABEL.match(text)
        if not name or not text[name.end():].startswith('="'):
            raise Wrong(f"no label: {text!r}")
        if name[0] in found:
            raise Wrong(f"label {name[0]} twice")
        value, at = "", name.end() + 2
        while text[at:at + 1] != '"':
            if at >= len(text):
                raise Wrong("a label's value does not end")
            if text[at] == "\\":
                at += 1
                if text[at:at + 1] not in ("\\", '"', "n"):
                    raise Wrong(f"no such escape: \\{text[at:at + 1]}")
                value += "\n" if text[at] == "n" else text[at]
            else:
                value += text[at]
            at += 1
        found[name[0]] = value
        text = text[at + 1:]
        if text.startswith(","):
            text = text[1:]
        elif not text.startswith("}"):
            raise Wrong(f"after a label: {text!r}")
    return found, text[1:]


def family_of(name, families):
    for suffix in ("_bucket", "_sum", "_count"):
        base = name.removesuffix(suffix)
        if base != name and families.get(base, {}).get("type") == "histogram":
            return base
    return name


def parse(data):
    """{family: {type, help, samples: [(name, labels, value)]}} in the order of the text."""
    text = data.decode("utf-8")
    if not text.endswith("\n"):
        raise Wrong("the last line does not end")
    families, current, seen = {}, None, set()
    for line in text[:-1].split("\n"):
        if line.startswith("#"):
            _, word, name, rest = line.split(" ", 3)
            if word not in ("HELP", "TYPE") or not NAME.fullmatch(name):
                raise Wrong(f"no comment of ours: {line!r}")
            if name != current and name in families:
                raise Wrong(f"{name} is not in one group")
            current, family = name, families.setdefault(name, {"samples": []})
            if word.lower() in family or family["samples"]:
                raise Wrong(f"{word} of {name} twice, or too late")
            if word == "TYPE" and rest not in TYPES:
                raise Wrong(f"no type: {rest}")
            family[word.lower()] = rest
            continue
        name = NAME.match(line)
        if not name:
            raise Wrong(f"no sample: {line!r}")
        rest, labels = line[name.end():], {}
        if rest.startswith("{"):
            labels, rest = labels_of(rest[1:])
        if not rest.startswith(" ") or not NUMBER.match(rest[1:]):
            raise Wrong(f"no value, or more than one: {line!r}")
        base = family_of(name[0], families)
        if base != current or "type" not in families[base]:
            raise Wrong(f"{name[0]} has no TYPE before it")
        key = (name[0], tuple(sorted(labels.items())))
        if key in seen:
            raise Wrong(f"twice: {key}")
        seen.add(key)
        families[base]["samples"].append((name[0], labels, float(rest[1:])))
    for name, family in families.items():
        check_family(name, family)
    return families


def check_family(name, family):
    if not family["samples"] or "help" not in family:
        raise Wrong(f"{name} has no sample, or no HELP")
    if family["type"] == "counter" and any(not value >= 0 for _, _, value in family["samples"]):
        raise Wrong(f"{name} counts below zero")
    if family["type"] != "histogram":
        return
    series = {}
    for sample, labels, value in family["samples"]:
        rest = tuple(sorted((k, v) for k, v in labels.items() if k != "le"))
        one = series.setdefault(rest, {"buckets": []})
        if sample == f"{name}_bucket":
            one["buckets"].append((float(labels["le"]), value))
        else:
            one[sample.removeprefix(f"{name}_")] = value
    for rest, one in series.items():
        bounds, counts = zip(*one["buckets"])
        if list(bounds) != sorted(set(bounds)) or bounds[-1] != math.inf or list(counts) != sorted(counts):
            raise Wrong(f"the buckets of {name} {rest} are not in order")
        if counts[-1] != one.get("count") or "sum" not in one:
            raise Wrong(f"{name} {rest} does not add up")


def table():
    """{name: (type, labels, help)}, as the program has it."""
    lines = subprocess.run([PAGE, "--table"], check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: (kind, labels.split(), text) for name, kind, labels, text in (line.split("\t") for line in lines)}


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = subprocess.run([PAGE], check=True, capture_output=True).stdout
        cls.families = parse(cls.data)

    def test_it_has_every_metric_of_the_table_and_in_its_order(self):
        self.assertEqual(list(self.families), list(table()))

    def test_types_helps_and_labels_are_those_of_the_table(self):
        for name, (kind, labels, text) in table().items():
            family = self.families[name]
            self.assertEqual((family["type"], family["help"]), (kind, text))
            for _, given, _ in family["samples"]:
                self.assertEqual([label for label in given if label != "le"], labels, name)

    def test_a_target_called_anything_comes_back_as_it_was_called(self):
        targets = {labels["target"] for _, labels, _ in self.families["tailmend_probes_total"]["samples"]}
        self.assertEqual(targets, {"plc", 'hall "3" \\ tür', "panel"})

    def test_of_a_set_at_most_one_is_the_case(self):
        for name in ("tailmend_state", "tailmend_verdict", "tailmend_fault", "tailmend_mode"):
            self.assertEqual(sum(value for _, _, value in self.families[name]["samples"]), 1, name)

    def test_promtool_finds_nothing_to_say(self):
        promtool = shutil.which("promtool")
        if not promtool:
            self.skipTest("promtool is not installed")
        said = subprocess.run([promtool, "check", "metrics"], input=self.data, capture_output=True)
        self.assertEqual((said.returncode, said.stdout, said.stderr), (0, b"", b""))


class SelfCheck(unittest.TestCase):
    GOOD = "# HELP a_total A.\n# TYPE a_total counter\na_total{b=\"c\\\"\\\\\\n\"} 1\na_total 2.5e3\n"
    HISTOGRAM = ("# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n")

    def test_good_text_passes(self):
        families = parse((self.GOOD + self.HISTOGRAM).encode())
        self.assertEqual(families["a_total"]["samples"][0], ("a_total", {"b": 'c"\\\n'}, 1.0))
        self.assertEqual(len(families["h"]["samples"]), 4)

    def test_each_mistake_is_found(self):
        for old, new in ((" 2.5e3\n", " 2.5e3"), ("a_total 2", "a_total 0x2"), ("a_total 2", "2a_total 2"), ('"c', '"c\\x'), ('"} 1', '} 1'), ("} 1", "} 1 2 3"),
                         ("} 1", ',b="d"} 1'), ("b=", "1b="), ("# TYPE a_total counter\n", ""), ("# HELP a_total A.\n", ""), ("counter", "count"),
                         (" 2.5e3", " -1"), ("a_total 2", 'a_total{b="c\\"\\\\\\n"} 2'), ("a_total 2", "# HELP a_total again\na_total 2")):
            with self.subTest(new), self.assertRaises((Wrong, ValueError)):
                self.assertIn(old, self.GOOD)
                parse(self.GOOD.replace(old, new).encode())
        for old, new in (('"0.1"} 1', '"0.1"} 3'), ("+Inf", "0.05"), ("h_count 2", "h_count 3"), ("h_sum 3\n", ""), ('h_bucket{le="0.1"} 1\n', 'x 1\n')):
            with self.subTest(new), self.assertRaises(Wrong):
                self.assertIn(old, self.HISTOGRAM)
                parse(self.HISTOGRAM.replace(old, new).encode())
        with self.assertRaises(Wrong):
            parse((self.GOOD + self.HISTOGRAM + "a_total{b=\"later\"} 1\n").encode())
        with self.assertRaises(UnicodeDecodeError):
            parse(self.GOOD.encode().replace(b"c", b"\xff"))


if __name__ == "__main__":
    PAGE = sys.argv.pop(1)
    unittest.main(verbosity=2)
