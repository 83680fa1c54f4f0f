"""Fixes an edition: packs a built site, and keeps beside it what the next one is compared with.

`python -m spor.publish.fix [DAY]` builds the site anew and fixes it as the edition of a day: that of
SOURCE_DATE_EPOCH (the last commit, under make), else today. MkDocs builds in a process of its own, into a temporary
folder, and is told which edition it makes.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from spor.locale import Locale, load
from spor.publish.editions import EDITIONS, MANIFEST, Changes, Item, build_day, days, headed, long_date
from spor.publish.exports.export import packed
from spor.read.layout import read_configuration
from spor.trace.problem import command

#: How the sorts of change are told.
_CHANGE_WORDS = {"added": "new", "gone": "gone", "changed": "changed"}
#: What is no part of an item's content: where it stands, and what follows from other fields.
_BESIDE = frozenset({"url", "page"})
#: What tells one relation from another.
_RELATION = ("source", "name", "target", "locator", "prefix")


def fix(site: Path, trace: Path, editions: Path, day: date, locale: Locale) -> dict[str, Any]:
    """Fixes the built `site` as the edition of a day, in a folder of `editions`; `trace` is its trace.json.

    Returns the manifest: the day, that of the edition before, the files, and how many items came, went and changed.
    Raises FileExistsError where the day has an edition already: what is fixed does not change.
    """
    folder = editions / day.isoformat()
    if (folder / MANIFEST).exists():
        raise FileExistsError(f"{folder} is fixed already: an edition does not change")
    former = max((known for known in days(editions) if known < day), default=None)
    old = json.loads((editions / former.isoformat() / "trace.json").read_text("utf-8")) if former else None
    new = json.loads(trace.read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(path for path in site.rglob("*") if path.is_file())
    whole = packed({path.relative_to(site).as_posix(): path.read_bytes() for path in files})
    (folder / "site.zip").write_bytes(whole)
    (folder / "trace.json").write_bytes(trace.read_bytes())
    changes = compare(old, new) if old else {}
    if former:
        since = locale.label("changes", "title").format(day=long_date(day, locale), since=long_date(former, locale))
        (folder / "changes.json").write_text(_json(changes), "utf-8")
        (folder / "changes.md").write_text(report(changes, new, since, locale), "utf-8")
    manifest = {
        "day": day.isoformat(),
        "since": former.isoformat() if former else None,
        "files": [_described(folder / name) for name in ("site.zip", "trace.json")],
        "changes": {sort: {how: len(items) for how, items in found.items()} for sort, found in changes.items()},
    }
    (folder / MANIFEST).write_text(_json(manifest), "utf-8")  # last: a folder without it is no edition
    return manifest


def _described(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"name": path.name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


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
    entities = {entity["id"]: entity for entity in trace["entities"]}
    types = {(kind["kind"], kind["name"]): kind["label"] for kind in trace["relationTypes"]}

    def line(change: Item) -> str:
        item = change.get("item", change)
        fields = f": {', '.join(change['fields'])}" if "item" in change else ""
        if "target" not in item:
            return f"- {locale.label('kinds', item['kind'])}: {item['title']} (`{item['id']}`){fields}\n"
        source, target = (entities.get(item[end], {"kind": "", "label": item[end]}) for end in ("source", "target"))
        relation = types.get((source["kind"], item["name"]), item["name"])
        place = f", {item['locator']}" if item.get("locator") else ""
        return f"- {source['label']} – {relation}: {target['label']}{place}{fields}\n"

    lists = [f"## {heading}\n\n{''.join(map(line, items))}" for heading, items in headed(changes, locale)]
    return "\n".join([f"# {title}\n", *(lists or [f"{locale.label('changes', 'none')}\n"])])


def main(arguments: list[str]) -> int:
    """Fixes the edition; returns 1, with a word on why, where it cannot."""
    parser = argparse.ArgumentParser(description="Fixes an edition of the site.")
    parser.add_argument("day", nargs="?", type=date.fromisoformat, default=build_day())
    day: date = parser.parse_args(arguments).day
    editions = Path(EDITIONS)
    folder = editions / day.isoformat()
    if (folder / MANIFEST).exists():
        print(f"The edition of {day} is fixed already, and does not change.", file=sys.stderr)
        return 1
    settings = read_configuration(Path("mkdocs.yml"))["extra"]["spor"]
    with tempfile.TemporaryDirectory() as site:
        build = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", site]
        done = subprocess.run(build, env={**os.environ, "SPOR_EDITION": day.isoformat()}, check=False)
        if done.returncode:
            return 1
        trace = Path(site) / settings.get("exports", {}).get("folder", "data") / "trace.json"
        manifest = fix(Path(site), trace, editions, day, load(settings["language"], settings.get("labels")))
    since = ""
    if manifest["since"]:
        changes = manifest["changes"].values()
        counts = (f"{sum(found[how] for found in changes)} {name}" for how, name in _CHANGE_WORDS.items())
        since = f" since {manifest['since']}: {', '.join(counts)}"
    print(f"Fixed {folder}{since}. Attach {folder / 'site.zip'} to a release; commit the rest.")
    return 0


if __name__ == "__main__":
    command(main)
