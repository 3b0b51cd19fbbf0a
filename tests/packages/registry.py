"""What there is to play: a function each, with the sentence that it proves."""

from dataclasses import dataclass
from collections.abc import Callable

SCENARIOS = {}


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    suites: tuple
    play: Callable


class Skipped(Exception):
    """Why it cannot be played here."""


def scenario(title, suites=("bookworm", "trixie")):
    def register(function):
        name = function.__name__.replace("_", "-")
        SCENARIOS[name] = Scenario(name, title, suites, function)
        return function
    return register
