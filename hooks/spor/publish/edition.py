"""Which edition of the site a build is: the newest that was fixed, or the day of the text.

An edition is fixed once, by `editions/`: its folder is named after its day and holds its manifest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import format_date

from spor.locale import Locale

#: What each edition's folder holds: its day, its files and their checksums.
MANIFEST = "manifest.json"


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
