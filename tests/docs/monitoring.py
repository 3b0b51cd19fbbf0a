#!/usr/bin/env python3
"""Alert rules and dashboard use only metrics, labels and values that exist, say what to do, and do what promtool is told of them, where it is installed.
monitoring.py METRICS_PAGE"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import exposition  # noqa: E402

FOLDER = pathlib.Path(__file__).parents[2] / "packaging/monitoring"
FOREIGN = {"up": [], "ALERTS": []}  # Prometheus' own
SCRAPED = {"job", "instance"}
KEYWORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"}
OPEN = {"peer", "address", "interface", "version", "target", "reason", "le"}  # whose values cannot all be named beforehand
TOKEN = re.compile(r'(?P<string>"(?:\\.|[^"\\])*")|(?P<range>\[[^]]*\])|(?P<word>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?P<number>[0-9.]+[a-z]*)|(?P<op>=~|!~|!=|==|[<>]=|.)', re.S)


def tokens(expr):
    return [(found.lastgroup, found[0]) for found in TOKEN.finditer(expr) if found[0].strip()]


class Known:
    """What the program tells: the labels of each series, and the values of those labels that are sets."""

    def __init__(self, table, families):
        self.labels = dict(FOREIGN)
        for name, (kind, labels, _) in table.items():
            for suffix in ("_bucket", "_sum", "_count") if kind == "histogram" else ("",):
                self.labels[name + suffix] = [*labels, *(["le"] if suffix == "_bucket" else [])]
        self.values = {}
        for family in families.values():
            for name, labels, _ in family["samples"]:
                for label, value in labels.items():
                    self.values.setdefault((name, label), set()).add(value)

    def complaints(self, expr):
        """What an expression asks for that is not told, one line each."""
        found, used, words = [], set(), tokens(expr)
        for at, (kind, word) in enumerate(words):
            after = words[at + 1][1] if at + 1 < len(words) else ""
            if kind != "word" or word in KEYWORDS or after in ("(", "by", "without") or self.inside(words, at):
                continue
            if word not in self.labels:
                found.append(f"no metric {word}")
                continue
            used.add(word)
            if after == "{":
                found += self.matchers(word, words[at + 2:])
        allowed = SCRAPED.union(*(self.labels[name] for name in used))
        for at, (kind, word) in enumerate(words):
            if kind == "word" and self.inside(words, at) == "(" and word not in allowed:
                found.append(f"no label {word} to group by")
        if not used:
            found.append("no metric at all")
        return found

    @staticmethod
    def inside(words, at):
        """'{' within matchers, '(' within the list of by, on and the like, else None."""
        depth = 0
        for before in range(at - 1, -1, -1):
            word = words[before][1]
            if word in ")}":
                depth += 1
            elif word in "({" and depth:
                depth -= 1
            elif word == "{":
                return "{"
            elif word == "(":
                return "(" if before and words[before - 1][1] in KEYWORDS - {"and", "or", "unless", "offset", "bool"} else None
        return None

    def matchers(self, name, words):
        found = []
        for (_, label), (_, op), (_, quoted) in zip(words, words[1:], words[2:]):
            if label == "}":
                break
            if op not in ("=", "!=", "=~", "!~"):
                continue
            value = json.loads(quoted)
            if label not in SCRAPED and label not in self.labels[name]:
                found.append(f"{name} has no label {label}")
            elif label not in OPEN and label not in SCRAPED and name not in FOREIGN:
                there = self.values[name, label]
                for each in value.split("|") if "~" in op else [value]:
                    if each not in there:
                        found.append(f"{name} is never told with {label}={each}")
        return found


def rules(text):
    """[{alert, expr, for, severity, summary, description}]; a reader of the one form in which the file is written."""
    found = []
    for part in re.split(r"^ {6}- alert: ", text, flags=re.M)[1:]:
        name, _, rest = part.partition("\n")
        rule = {"alert": name}
        for key, block, inline in re.findall(r"^ +(expr|for|severity|summary|description): (?:[|>]-?\n((?: {10,}[^\n]*\n|\n)+)|([^\n]+)$)", rest, re.M):
            rule[key] = " ".join(block.split()) if block else inline
        found.append(rule)
    return found


def exprs_of(board):
    """(where, expression, legend) of every panel, variable and annotation."""
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"], target["legendFormat"]
    for variable in board["templating"]["list"]:
        if query := re.fullmatch(r"label_values\((.*), (\w+)\)", variable.get("definition", "")):
            yield variable["name"], query[1], "{{" + query[2] + "}}"
    for note in board["annotations"]["list"]:
        yield note["name"], note["expr"], ""


def plain(expr):
    """An expression with Grafana's variables put in."""
    return re.sub(r"\[\$__\w+\]", "[5m]", expr).replace("$job", ".*").replace("$instance", ".*").replace("$target", ".*")


def promtool(*words, **more):
    return subprocess.run([shutil.which("promtool"), *words], capture_output=True, text=True, **more)


class Monitoring(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        exposition.PAGE = PAGE
        cls.known = Known(exposition.table(), exposition.parse(subprocess.run([PAGE], check=True, capture_output=True).stdout))
        cls.text = (FOLDER / "tailmend.rules.yml").read_text()
        cls.board = json.loads((FOLDER / "dashboard.json").read_text())

    def test_every_rule_asks_for_what_exists(self):
        for rule in rules(self.text):
            with self.subTest(rule["alert"]):
                self.assertEqual(self.known.complaints(rule["expr"]), [])
                for name in re.findall(r"tailmend_\w+", rule["summary"] + rule["description"]):
                    self.assertIn(name, self.known.labels)

    def test_every_rule_has_its_severity_and_says_what_to_do(self):
        found = rules(self.text)
        self.assertEqual(len(found), self.text.count("- alert:"))
        self.assertEqual(len({rule["alert"] for rule in found}), len(found))
        for rule in found:
            with self.subTest(rule["alert"]):
                self.assertTrue({"expr", "severity", "summary", "description"} <= set(rule))
                self.assertIn(rule["severity"], ("critical", "warning", "info"))
                self.assertIn("{{ $labels.", rule["summary"])
                self.assertGreater(len(rule["description"]), 80)

    def test_every_rule_is_played(self):
        played = (FOLDER / "tailmend.rules.test.yml").read_text()
        for rule in rules(self.text):
            self.assertIn(rule["alert"], played)

    def test_every_panel_asks_for_what_exists(self):
        count = 0
        for where, expr, legend in exprs_of(self.board):
            with self.subTest(where):
                self.assertEqual(self.known.complaints(plain(expr)), [])
                labels = {label for name in self.known.labels if name in expr for label in self.known.labels[name]} | {"__name__", "job", "instance"}
                self.assertLessEqual(set(re.findall(r"{{(\w+)}}", legend)), labels)
                count += 1
        self.assertEqual(count, json.dumps(self.board).count('"expr"') + 3)

    def test_every_metric_is_on_the_dashboard(self):
        shown = " ".join(expr for _, expr, _ in exprs_of(self.board))
        for name in exposition.table():
            self.assertIn(name, shown)

    def test_panels_lie_beside_each_other(self):
        taken, ids = set(), set()
        for panel in self.board["panels"]:
            at = panel["gridPos"]
            cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
            with self.subTest(panel["title"]):
                self.assertFalse(cells & taken)
                self.assertLessEqual(at["x"] + at["w"], 24)
                self.assertNotIn(panel["id"], ids)
            taken |= cells
            ids.add(panel["id"])

    def test_promtool_plays_the_rules(self):
        if not shutil.which("promtool"):
            self.skipTest("promtool is not installed")
        ended = promtool("test", "rules", "tailmend.rules.test.yml", cwd=FOLDER)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)

    def test_promtool_understands_the_dashboard(self):
        if not shutil.which("promtool"):
            self.skipTest("promtool is not installed")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "dashboard.yml"
            listed = [{"record": f"panel:{i}", "expr": plain(expr)} for i, (_, expr, _) in enumerate(exprs_of(self.board))]
            file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": listed}]}))
            ended = promtool("check", "rules", file)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)


class SelfCheck(unittest.TestCase):
    KNOWN = Known({"a_total": ("counter", ["target", "kind"], ""), "h": ("histogram", ["target"], "")},
                  exposition.parse(b'# HELP a_total A.\n# TYPE a_total counter\na_total{target="x",kind="big"} 1\n'))

    def test_what_exists_passes(self):
        for expr in ('a_total{kind="big",job=~"x"} == 1', "sum by (job, target) (rate(a_total[1m])) / on (target) group_left (kind) a_total > 0.05",
                     'a_total offset 1h unless on (job, instance) up{job=~".*"}', "histogram_quantile(0.5, sum by (le) (rate(h_bucket[5m]))) or h_count",
                     '(a_total and a_total) or time() - a_total{target="any"} > 120'):
            with self.subTest(expr):
                self.assertEqual(self.KNOWN.complaints(expr), [])

    def test_each_mistake_is_found(self):
        for expr, words in (("b_total > 1", "no metric b_total"), ('a_total{sort="x"}', "has no label sort"), ('a_total{kind="small"}', "kind=small"),
                            ('a_total{kind=~"big|small"}', "kind=small"), ("sum by (kin) (a_total)", "no label kin"), ("sum by (le) (a_total)", "no label le"),
                            ("a_total unless on (bob) a_total", "no label bob"), ("h > 1", "no metric h"), ("time() > 1", "no metric at all")):
            with self.subTest(expr):
                self.assertIn(words, "; ".join(self.KNOWN.complaints(expr)))

    def test_rules_are_read_as_they_are_written(self):
        text = ("groups:\n  - name: x\n    rules:\n      - alert: A\n        expr: a == 1\n        for: 1m\n        labels:\n          severity: info\n"
                "        annotations:\n          summary: 's'\n          description: >-\n            one\n            two\n\n"
                "      - alert: B\n        expr: |\n          a\n            or b\n        labels:\n          severity: info\n")
        self.assertEqual(rules(text), [{"alert": "A", "expr": "a == 1", "for": "1m", "severity": "info", "summary": "'s'", "description": "one two"},
                                       {"alert": "B", "expr": "a or b", "severity": "info"}])


if __name__ == "__main__":
    PAGE = sys.argv.pop(1)
    unittest.main(verbosity=2)
