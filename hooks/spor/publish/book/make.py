"""Sets a book as PDF and as EPUB, and keeps the result."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spor.publish.book.chapters import Chapter
from spor.publish.book.clean import Rules
from spor.publish.book.compose import Document, Edition, Section, compose
from spor.publish.book.epub import make_epub
from spor.publish.book.pdf import make_cover, make_pdf, without_glyph
from spor.publish.book.trees import parse, text_of
from spor.render.cache import cached
from spor.render.templates import render

__all__ = ["Book", "Edition", "bind", "forget"]

_HERE = Path(__file__).parent
#: What it is kept as, from build to build.
_NAME = "book"
#: Characters that a font may lack.
_STRANGE = re.compile(r"[^\t\n\r\x20-\u024f]")


@dataclass(frozen=True)
class Book:
    """All that goes into a book, and so into the name under which it is kept."""

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    rules: Rules
    edition: Edition


def bind(book: Book, cache: Path, tell: Callable[[str], object] = lambda _: None) -> Mapping[str, bytes]:
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
        "pdf": _text(make_pdf(document, book.edition, {ord(character): note for character, note in notes.items()})),
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
