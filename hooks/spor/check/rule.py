"""What the rules share: their type, and how a problem is placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spor.trace.index import Index
from spor.trace.trace import Entity, Place, Trace
from spor.trace.problem import Problem

#: Yields what breaks the rule.
Rule = Callable[[Trace, Index], Iterator[Problem]]


def problem_at(place: Place, rule: str, message: str) -> Problem:
    return Problem(place.path, place.line, rule, message)


def where(entity: Entity, field: str) -> Place:
    """Where a field of an entity stands; where the entity begins if it has no such field."""
    return Place(entity.place.path, entity.lines.get(field, entity.place.line))


def ids_of(trace: Trace, kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    return [entity.id for entity in trace.entities.values() if entity.kind in wanted]
