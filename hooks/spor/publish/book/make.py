"""Gathers what goes into a book as the settings have it, sets it as PDF and as EPUB, and keeps the result."""

import hashlib
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spor.locale import Locale
from spor.publish.book.clean import Rules
from spor.publish.book.compose import Chapter, Document, Section, compose
from spor.publish.book.epub import make_epub
from spor.publish.book.pdf import make_cover, make_pdf, without_glyph
from spor.publish.html import parse
from spor.publish.publication import Publication
from spor.render.cache import cached
from spor.render.templates import render
from spor.trace.problem import ProjectError
from spor.trace.schema import Schema

_HERE = Path(__file__).parent
#: What it is kept as, from build to build.
_NAME = "book"
#: Characters that a font may lack.
_STRANGE = re.compile(r"[^\t\n\r\x20-\u024f]")
#: What the element begins with in which a size is to stand.
SIZE = "<span data-size="
_EMPTY = re.compile(r'(<span data-size="(\w+)">)(?=</span>)')


@dataclass(frozen=True)
class Book:
    """All that goes into a book, and so into the name under which it is kept; `front` is its first pages as HTML.

    `edition` is what the book says of itself, by the names that `theme/` has for it: `author` answers for its text, and
    `original` wrote the thesis; `language` is a tag as in BCP 47 (`nb-NO`), `address` the site's URL (may be empty),
    `contents` the heading of the table of contents, `page` the short word before the number of a page, `pages` that
    before several.
    """

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    rules: Rules
    edition: Mapping[str, str]
    front: str


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
        lines = {
            name: [line.format(thesis=thesis, day=day) for line in settings.get(name, ())]
            for name in ("about", "imprint")
        }
    except (AttributeError, LookupError, ValueError) as error:
        known = ", ".join([f"{{thesis.{each.name}}}" for each in fields(thesis)] + ["{day.year}"])
        what = "a line of 'about' or 'imprint' cannot be filled in: a brace stands alone, or around what there is not"
        raise ProjectError(
            f"extra.spor.book: {what} ({error}); there is {known}, {{day.month}} and {{day.day}}"
        ) from error
    subtitle = settings.get("subtitle", "")
    edition = {
        "title": publication.name,
        "subtitle": subtitle,
        "full_title": ": ".join(filter(None, [publication.name, subtitle])),
        "author": ", ".join(person.name for person in publication.editors) or publication.editors_name,
        "original": thesis.author,
        "description": publication.description,
        "rights": settings.get("rights", ""),
        "language": publication.language,
        "address": publication.base,
        "date": day.isoformat(),
        **{name: label("book", name) for name in ("contents", "page", "pages")},
    }
    groups = _groups(publication.site.trace.schema, settings.get("panels", {}))
    front = str(render("book_front.html", edition=edition, **lines))
    return Book(chapters, pictures, Rules(groups, settings.get("withheld", {}), css), edition, front)


def _groups(schema: Schema, panels: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The groups of a panel that are shown, by kind; a kind that nothing is said of is as others of its role."""
    named = {schema.kinds[kind].role: groups for kind, groups in reversed(list(panels.items())) if kind in schema.kinds}
    return {name: tuple(panels.get(name, named.get(kind.role, ()))) for name, kind in schema.kinds.items()}


def bind(book: Book, cache: Path, tell: Callable[[str], object]) -> Mapping[str, bytes]:
    """The finished files, by what their names end in: `pdf` and `epub`; `tell` hears what there is to say of them.

    They lie in the folder `cache` under a hash of all that went in, so that they are set only when something has
    changed. Raises RuntimeError, with the words of Typst, if that fails or warns.
    """
    made = cached(cache, _NAME, _inputs(book), lambda: _make(book))
    for line in made["said"]:
        tell(line)
    return {name: b64decode(made[name]) for name in ("pdf", "epub")}


def forget(cache: Path) -> None:
    """Throws away the book that is kept: it may hold what has been withdrawn."""
    for old in cache.glob(f"{_NAME}-*"):
        old.unlink(missing_ok=True)


def with_sizes(html: str, book: Mapping[str, bytes], locale: Locale) -> str:
    """A page that says beside each link to a file of the book (by what its name ends in) how many MB that has: known
    only when all pages are written."""

    def said(match: re.Match[str]) -> str:
        return f" {match[1]}({locale.decimal(len(book[match[2]]) / 1_000_000)}\u00a0MB)"

    return _EMPTY.sub(said, html)


def _make(book: Book) -> dict[str, Any]:
    """The files, as text (Base64), and the lines that there are to say of them."""
    composed = compose(book.chapters, book.rules, book.pictures, book.edition["address"])
    front = Section(Chapter(0, book.edition["title"]), "", parse(book.front))
    document = Document((front, *composed.sections), composed.images)
    strange = {section.chapter: set(_STRANGE.findall(section.root.text_content())) for section in document.sections}
    notes = {character: f"[U+{ord(character):04X}]" for character in without_glyph(set().union(*strange.values()))}
    named = {character: unicodedata.name(character, "a character without a name") for character in notes}
    lines = [
        f"{chapter.url or chapter.title}: no font of the PDF has '{character}' ({named[character]}); it says {note}"
        for chapter, characters in strange.items()
        for character, note in notes.items()
        if character in characters
    ]
    pdf = make_pdf(document, book.edition, notes)
    epub = make_epub(document, book.edition, make_cover(book.edition))
    return {"pdf": b64encode(pdf).decode("ascii"), "epub": b64encode(epub).decode("ascii"), "said": lines}


def _inputs(book: Book) -> list[str]:
    """All that a book depends on: its content, the program that sets it, and ours."""
    ours = [path.read_bytes() for path in sorted(_HERE.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    programs = [version("typst"), version("lxml"), hashlib.sha256(b"\0".join(ours)).hexdigest()]
    return [*programs, repr(book)]
