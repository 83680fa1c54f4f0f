"""The editions of a site: which one a build is, and those that are fixed, as a page lists them; and the day on which
each page was last changed: that of the last commit that touched a file it is made of.

In: a project. Out: `editions/DAY/` with the site as a ZIP file, its checksum, the trace, and what has changed since the
edition before. An edition is fixed once, by `fix.py`. The folder is kept under version control but for the ZIP file,
which is too large for it and belongs to a release. The list has the names of the site as it is: what an informant has
withdrawn since stands on no page.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from spor.locale import Locale, dated
from spor.read.layout import Layout
from spor.render.pages import whole_chapters
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Trace

#: The folder of the editions that are fixed, below the project's root, which a translation shares.
EDITIONS = "editions"
#: What each edition's folder holds: its day, its files and their checksums.
MANIFEST = "manifest.json"
#: Before each commit's day, which no path begins with.
_COMMIT = "\0"

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


def build_day() -> date:
    """The day that a build is stamped with: that of `SOURCE_DATE_EPOCH`, else today; for 0, too: no site is of 1970.

    Source: reproducible-builds.org, the specification of `SOURCE_DATE_EPOCH`.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else 0
    return (datetime.fromtimestamp(seconds, UTC) if seconds else datetime.now(UTC)).date()


def last_changes(root: Path) -> Mapping[str, date]:
    """The day of the last commit that changed each file below `root`, by its path from there.

    A file that has been changed since is left out, and all are where there is no git or no history.
    """
    log = _git(root, "log", "--format=%x00%cs", "--name-only", "--no-renames", "--relative")
    changed = set(_git(root, "diff", "--name-only", "--relative", "HEAD").splitlines())
    found: dict[str, date] = {}
    day = date.min
    for line in log.splitlines():
        if line.startswith(_COMMIT):
            day = date.fromisoformat(line[1:])
        elif line and line not in changed:
            found.setdefault(line, day)
    return found


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def updated(layout: Layout, trace: Trace, changes: Mapping[str, date], day: date) -> dict[str, date]:
    """The day on which each page was last changed; `day` for one that holds something no commit has."""
    return {
        page: max((changes.get(file, day) for file in dict.fromkeys(_files(layout, trace, page))), default=day)
        for page in trace.pages
    }


def _files(layout: Layout, trace: Trace, page: str) -> Iterator[str]:
    """The files that the text of a page stands in: its own, those that its views list, and those of its parts."""
    yield f"{layout.docs}/{page}"
    for kind, home in layout.homes.items():
        if home == page:
            yield f"{layout.docs}/{layout.data[kind]}" if kind in layout.data else layout.bibliography
    for call in (view.words for view in trace.views if view.page == page):
        if call[:1] == ("table",) and call[1:]:
            yield f"{layout.docs}/{call[1]}"
    for part in whole_chapters(trace).get(page, ()):
        yield from _files(layout, trace, part)
