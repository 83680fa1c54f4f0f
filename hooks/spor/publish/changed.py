"""The day on which each page was last changed: that of the last commit that touched a file it is made of."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from spor.read.layout import Layout
from spor.render.pages import whole_chapters
from spor.trace.trace import Trace

#: Before each commit's day, which no path begins with.
_COMMIT = "\0"


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
