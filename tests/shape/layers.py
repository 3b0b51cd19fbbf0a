#!/usr/bin/env python3
"""Who may include whom, as the two lists of docs/architecture.md say, of folders and of layers; they are kept nowhere else."""
import os
import pathlib
import re
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
FOLDERS = ("libwatch", "daemon")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)
FOLDER = re.compile(r"^((?:libwatch|daemon)/(?:\w+/)?)\s+\S")
ROW = re.compile(r"^(\d+)\s+((?:libwatch|daemon)/(?:\w+/)?)\s+(edges:\s+)?(.+)$")
# libwatch sees std and fmt only; of std, nothing that reads a clock, draws a number, waits, or opens something.
NOT_FOR_LIBWATCH = {
    "condition_variable", "coroutine", "csignal", "cstdio", "ctime", "filesystem", "fstream", "future", "iostream",
    "latch", "mutex", "random", "semaphore", "shared_mutex", "stop_token", "syncstream", "thread",
}


def rows(text, fence, pattern):
    """The rows of the block fenced as ```fence, as matches of the pattern."""
    block = re.search(rf"^```{fence}\n(.*?)^```", text, re.M | re.S)
    if not block:
        raise ValueError(f"docs/architecture.md has no block fenced as ```{fence}")
    for line in block[1].splitlines():
        row = pattern.match(line)
        if not row:
            raise ValueError(f"docs/architecture.md: not a row of {fence}: {line!r}")
        yield row


def table(text):
    """{"daemon/programs/child": (5, the edge it belongs to, or None)} from the layers; a+b is a and a_b."""
    layers = {}
    for row in rows(text, "layers", ROW):
        for word in row[4].split():
            name, *parts = word.split("+")
            for each in (name, *(f"{name}_{part}" for part in parts)):
                layers[f"{row[2]}{each}"] = (int(row[1]), name if row[3] else None)
    return layers


def sources(root):
    return sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if re.search(r"\.[ch]pp(\.in)?$", path.name))


def folder(path):
    return path[:path.rindex("/") + 1]


def stem(path):
    return path.removesuffix(".in").rsplit(".", 1)[0]


def judge(origin, layers, folders, quote, target):
    """What is wrong with one include, or None."""
    if quote == "<":
        foreign = target in NOT_FOR_LIBWATCH or ("." in target and not target.startswith("fmt/"))
        if origin.startswith("libwatch/") and foreign:
            return f"{origin} includes <{target}>: libwatch sees std and fmt only, and nothing with a clock or a descriptor"
        return None
    aim = stem(target)
    if aim not in layers:
        return f'{origin} includes "{target}", which is not in the layer table'
    if folders.index(folder(aim)) < folders.index(folder(origin)):
        return f'{origin} includes "{target}": {folder(aim)} is above {folder(origin)} in the list of folders'
    (mine, edge), (other, other_edge) = layers[origin], layers[aim]
    if other > mine:
        return f'{origin} (layer {mine}) includes "{target}" (layer {other}): upward'
    if edge and other_edge and edge != other_edge:
        return f'{origin} includes "{target}": an edge never knows another'
    return None


def circles(includes):
    """One complaint for each include that closes a circle of headers."""
    found, done = [], set()

    def walk(node, path):
        if node in path:
            found.append("a circle of includes: " + " → ".join([*path[path.index(node):], node]))
        elif node not in done:
            for other in sorted(includes.get(node, ())):
                walk(other, [*path, node])
            done.add(node)

    for node in sorted(includes):
        walk(node, [])
    return found


def complaints(root):
    text = (root / "docs/architecture.md").read_text()
    layers, folders = table(text), [row[1] for row in rows(text, "folders", FOLDER)]
    if unknown := {folder(name) for name in layers} ^ set(folders):
        raise ValueError(f"docs/architecture.md: only one of its lists has {', '.join(sorted(unknown))}")
    found, includes, seen = [], {}, set()
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        origin = stem(name)
        seen.add(origin)
        if origin not in layers:
            found.append(f"{name} is not in the layer table of docs/architecture.md: add its name to its layer's row")
            continue
        for quote, target in INCLUDE.findall(path.read_text()):
            if complaint := judge(origin, layers, folders, quote, target):
                found.append(complaint)
            elif quote == '"' and path.suffix == ".hpp":
                includes.setdefault(name, set()).add(target)
    found += [f"the layer table names {name}, which is not there" for name in sorted(set(layers) - seen)]
    return found + circles(includes)


class Layers(unittest.TestCase):
    def test_the_tree_keeps_to_its_table(self):
        found = complaints(ROOT)
        if found:
            self.fail("\n" + "\n".join(found))


class SelfCheck(unittest.TestCase):
    TABLE = """
```folders
daemon/         the heart
daemon/kernel/  netlink
daemon/base/    what all use
libwatch/       the brain
```
```layers
2  daemon/         main
1  daemon/         edges: child
1  daemon/kernel/  edges: kernel+reply
1  daemon/base/    loop
0  libwatch/       time dice
```
"""
    GOOD = {
        "daemon/main.cpp": '#include "daemon/kernel/kernel.hpp"\n#include <unistd.h>\n',
        "daemon/child.hpp": "",
        "daemon/kernel/kernel.hpp": '#include "daemon/kernel/kernel_reply.hpp"\n#include "libwatch/time.hpp"\n',
        "daemon/kernel/kernel_reply.hpp": "",
        "daemon/base/loop.hpp": "",
        "libwatch/time.hpp": "#include <chrono>\n#include <fmt/format.h>\n",
        "libwatch/dice.hpp": "",
    }

    def complaints_about(self, changes):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {"docs/architecture.md": self.TABLE, **self.GOOD, **changes}.items():
                if text is not None:
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_text(text)
            return complaints(root)

    def test_a_good_tree_has_no_complaint(self):
        self.assertEqual(self.complaints_about({}), [])

    def test_each_mistake_is_found(self):
        mistakes = {
            "upward": {"daemon/child.cpp": '#include "daemon/main.hpp"\n'},
            "never knows another": {"daemon/child.hpp": '#include "daemon/kernel/kernel.hpp"\n'},
            "daemon/kernel/ is above daemon/base/": {"daemon/base/loop.hpp": '#include "daemon/kernel/kernel_reply.hpp"\n'},
            "not in the layer table of": {"daemon/stray.cpp": ""},
            "includes \"daemon/stray.hpp\", which is not in": {"daemon/main.cpp": '#include "daemon/stray.hpp"\n'},
            "which is not there": {"libwatch/dice.hpp": None},
            "daemon/ is above libwatch/": {"libwatch/time.hpp": '#include "daemon/child.hpp"\n'},
            "std and fmt only": {"libwatch/time.hpp": "#include <unistd.h>\n"},
            "nothing with a clock": {"libwatch/dice.hpp": "#include <random>\n"},
            "circle": {"libwatch/time.hpp": '#include "libwatch/dice.hpp"\n',
                       "libwatch/dice.hpp": '#include "libwatch/time.hpp"\n'},
        }
        for words, change in mistakes.items():
            with self.subTest(words):
                found = self.complaints_about(change)
                self.assertEqual(len(found), 1, found)
                self.assertIn(words, found[0])

    def test_a_broken_table_is_an_error(self):
        for text in ("no table", "```layers\nmain is above all\n```\n", self.TABLE.replace("daemon/base/    what all use\n", "")):
            with self.subTest(text), self.assertRaises(ValueError):
                self.complaints_about({"docs/architecture.md": text})


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(verbosity=2)
