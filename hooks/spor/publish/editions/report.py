"""What has changed between two editions, in words, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from spor.locale import Locale
from spor.publish.editions.compare import Changed, Changes, Item


def report(changes: Mapping[str, Changes], trace: Mapping[str, Any], title: str, locale: Locale) -> str:
    """A heading, and a list for each sort of item and of change; `trace` is the newer one."""
    names = {entity["id"]: entity["label"] for entity in trace["entities"]}
    types = {(kind["kind"], kind["name"]): kind["label"] for kind in trace["relationTypes"]}
    kinds = {entity["id"]: entity["kind"] for entity in trace["entities"]}

    def describe(item: Item) -> str:
        if "target" not in item:
            return f"{locale.label('kinds', item['kind'])}: {item['title']} (`{item['id']}`)"
        source, target = item["source"], item["target"]
        relation = types.get((kinds.get(source, ""), item["name"]), item["name"])
        place = f", {item['locator']}" if item.get("locator") else ""
        return f"{names.get(source, source)} – {relation}: {names.get(target, target)}{place}"

    lines = [f"# {title}", ""]
    for sort, found in changes.items():
        lines += _listed(sort, found, describe, locale)
    if not any(changes.values()):
        lines += [locale.label("changes", "none"), ""]
    return "\n".join(lines)


def _listed(sort: str, found: Changes, describe: Callable[[Item], str], locale: Locale) -> Iterator[str]:
    for name, items in (("added", found.added), ("gone", found.gone), ("changed", found.changed)):
        if items:
            yield from (f"## {locale.label('changes', sort)}: {locale.label('changes', name)} ({len(items)})", "")
            for item in items:
                yield _line(item, describe)
            yield ""


def _line(item: Any, describe: Callable[[Item], str]) -> str:
    return f"- {describe(item.item)}: {', '.join(item.fields)}" if isinstance(item, Changed) else f"- {describe(item)}"
