"""What a trace must keep. In: a trace, as read. Out: every problem of the whole site at once, sorted by place."""

from __future__ import annotations

from spor.check import changes, claims, links, lists, usage, warrants  # noqa: F401  (each declares its rules)
from spor.trace.problem import Problem
from spor.trace.rule import CHECKS
from spor.trace.trace import Entity, Trace


def check(trace: Trace) -> tuple[Problem, ...]:
    """Every problem in the content, sorted by place, each once.

    Those of reading come first: a record that cannot be read is missing wherever it is named, and a writer who mends it
    is rid of the rest.
    """
    read = set(trace.problems)
    found = {problem for function in CHECKS for problem in function(trace)} - read
    return (*sorted(read), *sorted(found))


def exceptions(trace: Trace) -> tuple[Entity, ...]:
    """The entities that the writer has declared unused, with a reason."""
    return tuple(entity for entity in trace.entities.values() if entity.unused)
