"""Things by what they have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from spor.trace.trace import Entity

Key = TypeVar("Key")
Item = TypeVar("Item")


def grouped(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    """The things that come with the same key, keys and things in the order in which they come."""
    found: dict[Key, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found


def by_field(entities: Iterable[Entity], field: str) -> dict[str, list[Entity]]:
    """Entities by the value of a field; empty for those that have none."""
    return grouped((str(entity.fields.get(field, "")), entity) for entity in entities)
