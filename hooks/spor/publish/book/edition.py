"""The book of a site: its chapters, and what it says of itself, as the settings have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from spor.publish.book.chapters import Chapter
from spor.publish.book.clean import Rules
from spor.publish.book.make import Book, Edition
from spor.publish.publication import Publication
from spor.trace.problem import ProjectError
from spor.trace.schema import Schema

#: Images that both Typst and EPUB know.
IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")


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
        author=thesis.author,
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
