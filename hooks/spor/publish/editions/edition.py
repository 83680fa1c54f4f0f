"""The editions of a site: which one a build is, and those that are fixed, as a page lists them.

An edition is fixed once, by `fix.py`: its folder is named after its day and holds its manifest. The list has the names
of the site as it is: what an informant has withdrawn since stands on no page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from spor.locale import Locale
from spor.publish.editions.compare import headed
from spor.render.site import Site
from spor.render.templates import render

#: What each edition's folder holds: its day, its files and their checksums.
MANIFEST = "manifest.json"
_MEGA = 1_000_000


@dataclass(frozen=True)
class Edition:
    """The day of the newest fixed edition (else of the text), and the day of the text where it is a later one."""

    day: date
    changed: date | None = None

    def words(self, locale: Locale) -> str:
        """`Utgave 28. november 2026`."""
        form = locale.label("edition", "changed" if self.changed else "name")
        return form.format(day=long_date(self.day, locale), changed=long_date(self.changed, locale))

    @property
    def version(self) -> str:
        """The day of the text, as ISO 8601 has it."""
        return (self.changed or self.day).isoformat()


def edition(folder: Path, built: date, fixed: date | None = None) -> Edition:
    """The edition of a build: `folder` holds those that are fixed, `built` is the day of the text.

    `fixed` is the day of the edition that is being fixed right now.
    """
    if fixed:
        return Edition(fixed)
    newest = max(days(folder), default=built)
    return Edition(newest, built if built > newest else None)


def days(folder: Path) -> tuple[date, ...]:
    """The days of the editions in a folder, the oldest first."""
    return tuple(date.fromisoformat(manifest.parent.name) for manifest in sorted(folder.glob(f"*/{MANIFEST}")))


def long_date(day: date | None, locale: Locale) -> str:
    """A day in words, as the language has it; empty for none."""
    return format_date(day, "long", locale=locale.language.replace("-", "_")) if day else ""


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
        "changes": [
            (heading, [_line(site, here, item) for item in items]) for heading, items in headed(changes, site.locale)
        ],
    }


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
