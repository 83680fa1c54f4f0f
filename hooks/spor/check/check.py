"""Checks a trace: all problems of the whole site at once."""

from __future__ import annotations

from spor.trace.index import Index
from spor.trace.trace import Entity, Trace
from spor.trace.problem import Problem
from spor.check import RULES


def check(trace: Trace, index: Index) -> tuple[Problem, ...]:
    """Every problem in the content, sorted by place, each once.

    Those of reading come first: a record that cannot be read is missing wherever it is named, and a writer who mends it
    is rid of the rest.
    """
    read = set(trace.problems)
    found = {problem for rule in RULES for problem in rule(trace, index)} - read
    return (*sorted(read), *sorted(found))


def exceptions(trace: Trace) -> tuple[Entity, ...]:
    """The entities that the writer has declared unused, with a reason."""
    return tuple(entity for entity in trace.entities.values() if entity.unused)
