"""The fixed editions as a page lists them: what each holds, and what has changed since the one before, item by item.

Names are those of the site as it is: what an informant has withdrawn since stands on no page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from spor.publish.edition import MANIFEST, days, long_date
from spor.render.site import Site
from spor.render.templates import render

_MEGA = 1_000_000


def listed(site: Site, here: str, folder: Path) -> Markup:
    """The list of the editions in `folder`, the newest first, for the page `here`; nothing where there are none."""
    found = [_listed(site, here, folder / day.isoformat()) for day in reversed(days(folder))]
    return render("editions.html", site=site, editions=found) if found else Markup("")


def _listed(site: Site, here: str, folder: Path) -> dict[str, Any]:
    """An edition as the template has it: its day and that of the one before, its file, and lines under headings."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    report = folder / "changes.json"
    changes = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    day, since = (manifest[name] and date.fromisoformat(manifest[name]) for name in ("day", "since"))
    file = manifest["files"][0]
    return {
        "day": long_date(day, site.locale),
        "since": long_date(since, site.locale),
        "file": file,
        "size": site.locale.decimal(file["bytes"] / _MEGA),
        "changes": list(_changes(site, here, changes)),
    }


def _changes(site: Site, here: str, changes: Mapping[str, Any]) -> Iterator[tuple[str, list[Markup]]]:
    """Under a heading with their number, the items of each sort that have come, gone and changed."""
    for sort, found in changes.items():
        for how, items in found.items():
            if items:
                heading = f"{site.label('changes', sort)}: {site.label('changes', how)} ({len(items)})"
                yield heading, [_line(site, here, item) for item in items]


def _line(site: Site, here: str, change: Mapping[str, Any]) -> Markup:
    item = change.get("item", change)
    fields = Markup(": {}").format(", ".join(change["fields"])) if "item" in change else ""
    if "target" not in item:
        kind = site.label("kinds", item["kind"])
        return Markup("{}: {}{}").format(kind, _name(site, here, item["id"]), fields)
    source = site.trace.entities.get(item["source"])
    relation = site.locale.relation(source.kind, item["name"]) if source else item["name"]
    ends = (_name(site, here, item[end]) for end in ("source", "target"))
    return Markup("{} – {}: {}{}").format(next(ends), relation, next(ends), fields)


def _name(site: Site, here: str, identifier: str) -> Markup:
    """A link to an entity; of one that is no more, its id."""
    entity = site.trace.entities.get(identifier)
    return site.link(here, entity) if entity and entity.page else Markup("<code>{}</code>").format(identifier)
