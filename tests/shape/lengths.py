#!/usr/bin/env python3
"""A file fits in a head (300 lines), a function on a screen (70): libwatch/ and daemon/."""
import os
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(os.environ.get("SOURCE_ROOT", pathlib.Path(__file__).parents[2]))
FILE_LINES, FUNCTION_LINES = 300, 70

# Comments, raw strings, strings, characters (not the ' of 1'000) and preprocessor lines hold no braces of ours.
BLANKED = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'"""
    r"""|^[ \t]*\#(?:\\\n|[^\n])*""", re.S | re.M)
CONTAINER = re.compile(r"^(?:template\s*<.*>\s*)?(?:inline\s+|export\s+|typedef\s+)*(?:namespace|class|struct|union|enum|extern)\b",
                       re.S)
QUALIFIERS = r"(?:(?:const|noexcept|override|final|mutable|&&?)\s*)*"
FUNCTION_HEAD = re.compile(r"\)\s*" + QUALIFIERS + r"(?:->[^;]*|:(?!:)[^;]*|requires\b[^;]*)?$")
LAMBDA_HEAD = re.compile(r"\[[^\]]*\]\s*" + QUALIFIERS + "$")
MEMBER_INITIALISER = re.compile(r"\)[^;{}]*?(?<!:):(?!:).*?[\w>]$", re.S)


def blank(text):
    """The text with everything that is not code replaced by spaces, line for line."""
    return BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def kind_of(statement, parentheses):
    """What the brace after `statement` opens outside of functions: container, function, or value."""
    words = statement.strip()
    if parentheses and "[" not in words:
        return "value"
    if CONTAINER.match(words) and not words.endswith(")"):
        return "container"
    if re.search(r"[,:]\s*[\w:<>]+$", words) and MEMBER_INITIALISER.search(words):
        return "value"
    if FUNCTION_HEAD.search(words) or LAMBDA_HEAD.search(words):
        return "function"
    return "value"


def functions(text):
    """(first line, last line) of each function, lambda at file scope included."""
    found, stack, start, line, parentheses = [], [], None, 1, 0
    code, statement = blank(text), ""
    inside = 0  # how many open braces belong to the function that we are in
    for letter in code:
        if letter == "\n":
            line += 1
        if inside:
            inside += (letter == "{") - (letter == "}")
            if not inside:
                found.append((start, line))
                statement = "" if not parentheses else statement
            continue
        if not statement.strip():
            start = line
        if letter == "{":
            kind = kind_of(statement, parentheses)
            if kind == "function":
                inside = 1
            else:
                stack.append((kind, parentheses, statement))
                if kind == "container":
                    statement, parentheses = "", 0
                else:
                    statement += letter
        elif letter == "}" and stack:
            kind, parentheses, before = stack.pop()
            statement = "" if kind == "container" else before + "{}"
        elif letter == ";" and not parentheses:
            statement = ""
        else:
            parentheses += (letter == "(") - (letter == ")")
            statement += letter
            if letter == ":" and re.fullmatch(r"\s*(?:public|private|protected)\s*:", statement):
                statement = ""
    return found


def complaints(name, text):
    found, lines = [], text.splitlines()
    if len(lines) > FILE_LINES:
        found.append(f"{name} has {len(lines)} lines; a file has at most {FILE_LINES}")
    for first, last in functions(text):
        if last - first + 1 > FUNCTION_LINES:
            found.append(f"{name}:{first}: this function has {last - first + 1} lines; at most {FUNCTION_LINES}: "
                         f"{lines[first - 1].strip()}")
    return found


class Lengths(unittest.TestCase):
    def test_every_file_and_function_is_short(self):
        found = []
        for folder in ("libwatch", "daemon"):
            for path in sorted((ROOT / folder).rglob("*.[ch]pp")):
                found += complaints(path.relative_to(ROOT).as_posix(), path.read_text())
        if found:
            self.fail("\n" + "\n".join(found))


class SelfCheck(unittest.TestCase):
    BODY = "  call();\n" * (FUNCTION_LINES - 1)  # two lines too many with the first and the last
    LONG = {
        "a function": "int f(int a) {\n%s}\n",
        "a method in a namespace and a class": "namespace a::b {\nclass C : public D {\n public:\n  int f() const noexcept {\n%s}\n};\n}\n",
        "a constructor with initialisers": "C::C(int a) : a_(a), b_{a, 1}, c_{} {\n%s}\n",
        "a trailing return type": "auto f() -> std::vector<int> {\n%s}\n",
        "a template": "template <typename T>\nT f(T t) {\n%s}\n",
        "nested blocks": "void f() {\n  if (a) {\n    b({1, 2});\n  }\n%s}\n",
        "braces in text": "void f() {\n  g(\"}\", '}', R\"(}})\"); // }\n%s}\n",
        "a lambda kept in a variable": "const auto f = [](int a) {\n%s};\n",
        "a function after a table": "constexpr auto t = make({\n  {1, {2}},\n});\nvoid f() {\n%s}\n",
        "a function after a value with braces": "std::array<int, 2> a{1, 2};\nvoid f(A a = {}) {\n%s}\n",
        "an operator": "bool operator()(int a) const {\n%s}\n",
    }

    def test_a_long_function_is_found_in_every_guise(self):
        for words, text in self.LONG.items():
            with self.subTest(words):
                found = complaints("f.cpp", text % self.BODY)
                self.assertEqual(len(found), 1, found)
                self.assertIn("this function has", found[0])

    def test_the_same_functions_pass_when_short(self):
        for words, text in self.LONG.items():
            with self.subTest(words):
                self.assertEqual(complaints("f.cpp", text % "  call();\n"), [])
                self.assertEqual(len(functions(text % "  call();\n")), 1)

    def test_long_tables_and_classes_are_not_functions(self):
        rows = "  {1, 2},\n" * 100
        for text in ("constexpr auto rows = std::to_array<Row>({\n" + rows + "});\n", "constexpr Row rows[] = {\n" + rows + "};\n",
                     "enum class E : std::uint8_t {\n" + "  a,\n" * 100 + "};\n", "struct S {\n" + "  int a{};\n" * 100 + "};\n"):
            self.assertEqual(complaints("f.hpp", text), [])

    def test_a_long_file_is_found(self):
        self.assertEqual(complaints("f.cpp", "int a;\n" * FILE_LINES), [])
        self.assertEqual(complaints("f.cpp", "int a;\n" * (FILE_LINES + 1)), ["f.cpp has 301 lines; a file has at most 300"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
