"""The examples in docstrings run and give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import rehabkg

# `__main__` runs the command when it is imported.
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(rehabkg.__path__, "rehabkg.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_give_what_they_say(name: str) -> None:
    """An example is the first thing a reader believes, and the last that anyone updates."""
    results = doctest.testmod(importlib.import_module(name))

    assert results.failed == 0


def test_there_are_examples() -> None:
    """If no example were found, the test above would hold of nothing."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    tried = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]

    assert len(tried) >= 10
