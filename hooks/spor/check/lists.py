"""What tells things apart: the numbers of a list run without a gap, and no two persons have one name."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.problem import Problem, problem_at
from spor.trace.rule import rule, waiting
from spor.trace.trace import Entity, Trace


@waiting
@rule(list_number="The items of a numbered list are `name-1`, `name-2` … without a gap.")
def lists_are_numbered(trace: Trace) -> Iterator[Problem]:
    for kind in trace.schema.of_role("list"):
        items = [item for item in trace.of_kind(kind) if "number" in trace.schema.fields(kind)]
        name = items[0].id.rpartition("-")[0] if items else ""
        for number, item in enumerate(items, 1):
            if (item.id, item.fields.get("number")) != (f"{name}-{number}", str(number)):
                what = f"'{item.id}' is item {number} of the list: its id must be '{name}-{number}', its number"
                yield problem_at(item.where("id"), "list-number", f"{what} '{number}'")


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
