"""The register of fault steps. The words themselves are in steps_*.py, by area."""

import inspect

STEPS = {}


def step(function):
    """Makes a function a word that scenarios may use: its name with hyphens, its arguments as keys."""
    STEPS[function.__name__.replace("_", "-")] = function
    return function


def misused(name, words):
    """Why a step cannot be called with these keys, or None."""
    if name not in STEPS:
        return f"unknown step {name}; known: {', '.join(sorted(STEPS))}"
    try:
        inspect.signature(STEPS[name]).bind(None, **words)
    except TypeError as problem:
        takes = [key for key in inspect.signature(STEPS[name]).parameters if key != "lab"]
        return f"step {name}: {problem}; it takes: {', '.join(takes) or 'nothing'}"
    return None
