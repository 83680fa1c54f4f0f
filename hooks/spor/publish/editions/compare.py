"""What has changed from one trace to another, item by item and in words: two `trace.json`, as they were published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spor.locale import Locale

Item = Mapping[str, Any]
#: What is no part of an item's content: where it stands, and what follows from other fields.
_BESIDE = frozenset({"url", "page"})
#: What tells one relation from another.
_RELATION = ("source", "name", "target", "locator", "prefix")


#: What has become of the items of one sort: lists of those that were `added`, are `gone` and have `changed`. One that
#: has changed is its `item`, as it is now, with the `fields` that are not the same: each as it was and as it is (None:
#: not there).
Changes = Mapping[str, list[Item]]


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
    return {
        "added": [item for key, item in after.items() if key not in before],
        "gone": [item for key, item in before.items() if key not in after],
        "changed": [{"item": item, "fields": found} for former, item in both if (found := _differences(former, item))],
    }


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


def report(changes: Mapping[str, Changes], trace: Mapping[str, Any], title: str, locale: Locale) -> str:
    """Changes as Markdown: a heading, and a list for each sort of item and of change; `trace` is the newer one."""
    names = {entity["id"]: entity["label"] for entity in trace["entities"]}
    types = {(kind["kind"], kind["name"]): kind["label"] for kind in trace["relationTypes"]}
    kinds = {entity["id"]: entity["kind"] for entity in trace["entities"]}

    def line(change: Item) -> str:
        item = change.get("item", change)
        fields = f": {', '.join(change['fields'])}" if "item" in change else ""
        if "target" not in item:
            return f"- {locale.label('kinds', item['kind'])}: {item['title']} (`{item['id']}`){fields}"
        source, target = item["source"], item["target"]
        relation = types.get((kinds.get(source, ""), item["name"]), item["name"])
        place = f", {item['locator']}" if item.get("locator") else ""
        return f"- {names.get(source, source)} – {relation}: {names.get(target, target)}{place}{fields}"

    lists = [
        text for heading, items in headed(changes, locale) for text in (f"## {heading}", "", *map(line, items), "")
    ]
    return "\n".join([f"# {title}", "", *(lists or [locale.label("changes", "none"), ""])])


def headed(changes: Mapping[str, Changes], locale: Locale) -> Iterator[tuple[str, list[Item]]]:
    """The items of each sort that have come, gone and changed, each list under a heading with their number."""
    for sort, found in changes.items():
        for how, items in found.items():
            if items:
                yield f"{locale.label('changes', sort)}: {locale.label('changes', how)} ({len(items)})", items
