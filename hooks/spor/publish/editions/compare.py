"""What has changed from one trace to another, item by item: two `trace.json`, as they were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]
#: What is no part of an item's content: where it stands, and what follows from other fields.
_BESIDE = frozenset({"url", "page"})
#: What tells one relation from another.
_RELATION = ("source", "name", "target", "locator", "prefix")


@dataclass(frozen=True)
class Changed:
    """An item that both have, and its fields that are not the same: each as it was and as it is (None: not there)."""

    item: Item
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Changes:
    """The items of one sort that have come, gone and changed."""

    added: tuple[Item, ...]
    gone: tuple[Item, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Changes]:
    """The changes of the entities and of the relations, in the order of the new trace; of what is gone, of the old.

    An entity is told by its id, a relation by its ends, its name and what it cites; its warrant may change.
    """
    return {
        "entities": _changes(old["entities"], new["entities"], ("id",)),
        "relations": _changes(old["relations"], new["relations"], _RELATION),
    }


def _changes(old: Iterable[Item], new: Iterable[Item], names: tuple[str, ...]) -> Changes:
    before, after = _keyed(old, names), _keyed(new, names)
    both = [(before[key], item) for key, item in after.items() if key in before]
    found = [Changed(item, fields) for former, item in both if (fields := _differences(former, item))]
    return Changes(
        tuple(item for key, item in after.items() if key not in before),
        tuple(item for key, item in before.items() if key not in after),
        tuple(found),
    )


def _keyed(items: Iterable[Item], names: tuple[str, ...]) -> dict[tuple[str, ...], Item]:
    """The items by what tells them apart; of the same ones, the last."""
    return {tuple(str(item.get(name, "")) for name in names): item for item in items}


def _differences(old: Item, new: Item) -> dict[str, tuple[Any, Any]]:
    former, now = _flat(old), _flat(new)
    names = dict.fromkeys([*now, *former])
    return {name: (former.get(name), now.get(name)) for name in names if former.get(name) != now.get(name)}


def _flat(item: Item) -> dict[str, Any]:
    """An item's fields, and those within `fields` by their own names."""
    plain = {name: value for name, value in item.items() if name != "fields" and name not in _BESIDE}
    return {**plain, **item.get("fields", {})}
