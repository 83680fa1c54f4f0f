"""What persons owe the reader, and each other: their names tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.problem import Problem, problem_at
from spor.trace.rule import rule
from spor.trace.trace import Entity, Trace


@rule(duplicate_name="No two persons have the same name.")
def names_tell_persons_apart(trace: Trace) -> Iterator[Problem]:
    """Names that differ only in case or spaces count as one: nobody would know who has said what, or has withdrawn."""
    known: dict[str, Entity] = {}
    for person in trace.of_role("person"):
        first = known.setdefault(" ".join(person.title.casefold().split()), person)
        if first is not person:
            name = trace.kind(person).title
            place = first.where(name)
            what = f"'{person.id}' has the name of '{first.id}' ({place.path}:{place.line}), '{first.title}'"
            yield problem_at(person.where(name), "duplicate-name", f"{what}: give one of them another")
