"""What goes into the book of a site: its chapters, and what it says of itself, as the settings have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from spor.publish.book.clean import Rules
from spor.publish.book.compose import Chapter
from spor.publish.publication import Publication
from spor.trace.problem import ProjectError
from spor.trace.schema import Schema

#: Images that both Typst and EPUB know.
IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")


@dataclass(frozen=True)
class Edition:
    """What a book says of itself.

    `author` answers for its text, and `original` wrote the thesis. `language` is a tag as in BCP 47 (`nb-NO`), `about`
    the lines of the title page, `imprint` those of the page after it, `address` the site's URL (may be empty),
    `contents` the heading of the table of contents, `page` the short word before the number of a page, `pages` that
    before several.
    """

    title: str
    subtitle: str
    author: str
    original: str
    description: str
    rights: str
    language: str
    about: tuple[str, ...]
    imprint: tuple[str, ...]
    address: str
    date: date
    contents: str
    page: str
    pages: str

    @property
    def full_title(self) -> str:
        """The title by which a catalogue knows the book."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def seconds(self) -> int:
        """The beginning of the edition's day, UTC, in seconds since 1970."""
        return int(datetime(self.date.year, self.date.month, self.date.day, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Book:
    """All that goes into a book, and so into the name under which it is kept."""

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    rules: Rules
    edition: Edition


def book(
    publication: Publication,
    settings: Mapping[str, Any],
    chapters: tuple[Chapter, ...],
    pictures: Mapping[str, bytes],
    css: str,
    day: date,
) -> Book:
    """All that goes into the book. `css` gives the drawings their colours, `day` is the day of the build.

    Raises ProjectError where a line of the title page cannot be filled in.
    """
    thesis, label = publication.thesis, publication.site.label
    try:
        about, imprint = (
            tuple(line.format(thesis=thesis, day=day) for line in settings.get(name, ()))
            for name in ("about", "imprint")
        )
    except (AttributeError, LookupError, ValueError) as error:
        raise ProjectError(f"extra.spor.book: a line of 'about' or 'imprint' cannot be filled in: {error}") from error
    edition = Edition(
        title=publication.name,
        subtitle=settings.get("subtitle", ""),
        author=publication.answerable,
        original=thesis.author,
        description=publication.description,
        rights=settings.get("rights", ""),
        language=publication.language,
        about=about,
        imprint=imprint,
        address=publication.base,
        date=day,
        contents=label("book", "contents"),
        page=label("book", "page"),
        pages=label("book", "pages"),
    )
    groups = _groups(publication.site.trace.schema, settings.get("panels", {}))
    return Book(chapters, pictures, Rules(groups, settings.get("withheld", {}), css), edition)


def _groups(schema: Schema, panels: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The groups of a panel that are shown, by kind; a kind that nothing is said of is as others of its role."""
    named = {schema.kinds[kind].role: groups for kind, groups in reversed(list(panels.items())) if kind in schema.kinds}
    return {name: tuple(panels.get(name, named.get(kind.role, ()))) for name, kind in schema.kinds.items()}
