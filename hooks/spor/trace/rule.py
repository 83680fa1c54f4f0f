"""The one list of all rules: each has a name, a line of help, and what yields the problems that break it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any, TypeVar

from spor.trace.problem import Problem

Value = TypeVar("Value")
Function = TypeVar("Function", bound=Callable[..., Any])
#: What reads something: it yields what is wrong, and returns what it has read.
Reading = Generator[Problem, None, Value]
#: Every rule's name with a line that says what it asks for; `make rules` prints them.
HELP: dict[str, str] = {}
Check = Callable[[Any], Iterator[Problem]]
#: The rules over a whole trace, in the order in which they are declared.
CHECKS: list[Check] = []
#: Those that tell what is nowhere: they wait until every file can be read, since it may hold that.
WAITING: set[Check] = set()


def reports(**names: str) -> Callable[[Function], Function]:
    """Declares the rules that a reader reports: `yaml_syntax="…"` is the rule `yaml-syntax` with its help."""

    def declared(function: Function) -> Function:
        for name, help_ in names.items():
            HELP[name.replace("_", "-")] = help_
        return function

    return declared


def rule(**names: str) -> Callable[[Function], Function]:
    """Declares a rule over a trace, or several that one function looks after; it yields what breaks them."""

    def declared(function: Function) -> Function:
        CHECKS.append(function)
        return reports(**names)(function)

    return declared


def waiting(function: Function) -> Function:
    """Marks a rule over a trace that tells what is nowhere."""
    WAITING.add(function)
    return function


def collect(reading: Reading[Value]) -> tuple[Value, tuple[Problem, ...]]:
    """What a reader returns, and all that it yields on the way."""
    problems = []
    while True:
        try:
            problems.append(next(reading))
        except StopIteration as end:
            return end.value, tuple(problems)
