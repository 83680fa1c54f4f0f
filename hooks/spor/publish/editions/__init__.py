"""The editions of a site: which one a build is, and those that are fixed, as a page lists them.

In: a project. Out: `editions/DAY/` with the site as a ZIP file, its checksum, the trace, and what has changed since the
edition before. An edition is fixed once, by `fix.py`. The folder is kept under version control but for the ZIP file,
which is too large for it and belongs to a release. The list has the names of the site as it is: what an informant has
withdrawn since stands on no page.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from spor.locale import Locale, dated
from spor.render.site import Site
from spor.render.templates import render

#: The folder of the editions that are fixed, below the project's root, which a translation shares.
EDITIONS = "editions"
#: What each edition's folder holds: its day, its files and their checksums.
MANIFEST = "manifest.json"

Item = Mapping[str, Any]
#: What has become of the items of one sort: lists of those that were `added`, are `gone` and have `changed`. One that
#: has changed is its `item`, as it is now, with the `fields` that are not the same: each as it was and as it is (None:
#: not there).
Changes = Mapping[str, list[Item]]


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
    return dated("{long}", day, locale.language) if day else ""


def listed(site: Site, here: str, folder: Path) -> Markup:
    """The list of the editions in `folder`, the newest first, for the page `here`; nothing where there are none."""
    found = [_read(folder / day.isoformat()) for day in reversed(days(folder))]
    known = {"headed": headed, "told": lambda day: long_date(date.fromisoformat(day), site.locale)}
    return render("editions.html", site=site, here=here, editions=found, **known) if found else Markup("")


def _read(folder: Path) -> dict[str, Any]:
    """What an edition's folder says of it: its manifest, and what has changed since the one before."""
    report = folder / "changes.json"
    changes = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    return {**json.loads((folder / MANIFEST).read_text("utf-8")), "changes": changes}


def headed(changes: Mapping[str, Changes], locale: Locale) -> Iterator[tuple[str, list[Item]]]:
    """The items of each sort that have come, gone and changed, each list under a heading with their number."""
    for sort, found in changes.items():
        for how, items in found.items():
            if items:
                yield f"{locale.label('changes', sort)}: {locale.label('changes', how)} ({len(items)})", items
