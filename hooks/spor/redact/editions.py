"""Editions that were fixed before someone withdrew: they still hold what is withdrawn."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from spor.trace.problem import Problem
from spor.trace.rule import reports


@reports(withdrawn_edition="No edition that was fixed before someone withdrew still holds what is withdrawn.")
def holding(root: Path, editions: str, identifiers: Collection[str]) -> Iterator[Problem]:
    """The files in the folder of editions (below `root`) that know a withdrawn statement by its id.

    An edition that was fixed afterwards has other ids for these; so this holds when their words are deleted, too.
    """
    known = re.compile("|".join(rf"(?<![\w-]){re.escape(each)}(?![\w-])" for each in sorted(identifiers)))
    for path in sorted(path for path in (root / editions).rglob("*") if path.is_file() and identifiers):
        if found := sorted({match[0] for text in _texts(path) for match in known.finditer(text)}):
            what = f"this edition still holds {', '.join(found)} (withdrawn): delete its folder, and what was released"
            yield Problem(path.relative_to(root).as_posix(), 1, "withdrawn-edition", what)


def _texts(path: Path) -> Iterator[str]:
    """The text of a file, or of each file that it packs."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    else:
        yield path.read_text("utf-8", "replace")
