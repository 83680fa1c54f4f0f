"""Sets a book as PDF and as EPUB, keeps the result, and says on pages how large it is."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spor.locale import Locale
from spor.publish.book.compose import Chapter, Document, Section, compose
from spor.publish.book.edition import Book, Edition
from spor.publish.book.epub import make_epub
from spor.publish.book.pdf import make_cover, make_pdf, without_glyph
from spor.publish.book.trees import parse, text_of
from spor.render.cache import cached
from spor.render.templates import render

_HERE = Path(__file__).parent
#: What it is kept as, from build to build.
_NAME = "book"
#: Characters that a font may lack.
_STRANGE = re.compile(r"[^\t\n\r\x20-\u024f]")
#: What the element begins with in which a size is to stand.
SIZE = "<span data-size="
_EMPTY = re.compile(r'(<span data-size="(\w+)">)(?=</span>)')


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
    composed = compose(book.chapters, book.rules, book.pictures, book.edition.address)
    front = Section(Chapter(0, book.edition.title), "", parse(_front(book.edition)))
    document = Document((front, *composed.sections), composed.images)
    strange = {section.chapter: set(_STRANGE.findall(text_of(section.root))) for section in document.sections}
    notes = {character: f"[U+{ord(character):04X}]" for character in without_glyph(set().union(*strange.values()))}
    lines = [
        f"{chapter.url or chapter.title}: no font of the PDF has {_describe(character)}; it says {note}"
        for chapter, characters in strange.items()
        for character, note in notes.items()
        if character in characters
    ]
    return {
        "pdf": _text(make_pdf(document, book.edition, notes)),
        "epub": _text(make_epub(document, book.edition, make_cover(book.edition))),
        "said": lines,
    }


def _describe(character: str) -> str:
    return f"'{character}' ({unicodedata.name(character, 'a character without a name')})"


def _front(edition: Edition) -> str:
    return str(render("book_front.html", edition=edition))


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _inputs(book: Book) -> list[str]:
    """All that a book depends on: its content, the program that sets it, and ours."""
    ours = [path.read_bytes() for path in sorted(_HERE.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    programs = [version("typst"), version("lxml"), hashlib.sha256(b"\0".join(ours)).hexdigest()]
    return [*programs, repr(book), _front(book.edition)]
