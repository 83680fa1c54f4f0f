"""Sets a book as PDF and as EPUB, and keeps the result."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from spor.publish.book.chapters import Chapter
from spor.publish.book.clean import Rules
from spor.publish.book.compose import Document, Edition, Section, compose
from spor.publish.book.epub import make_epub
from spor.publish.book.pdf import make_cover, make_pdf, without_glyph
from spor.publish.book.trees import parse, text_of
from spor.render.templates import render

__all__ = ["Book", "Edition", "bind", "forget"]

_HERE = Path(__file__).parent
#: What is made: the two files, and what there is to say of them.
_NAMES = frozenset({"pdf", "epub", "txt"})
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
    digest = _digest(book)
    made = _kept(cache, digest)
    if made is None:
        made = _make(book)
        try:
            _keep(cache, digest, made)
        except OSError as error:
            tell(f"the book is not kept for the next build: {error}")
    for line in made["txt"].decode().splitlines():
        tell(line)
    return {name: made[name] for name in ("pdf", "epub")}


def forget(cache: Path) -> None:
    """Throws away the book that is kept: it may hold what has been withdrawn."""
    for old in cache.glob("book-*"):
        old.unlink(missing_ok=True)


def _kept(cache: Path, digest: str) -> Mapping[str, bytes] | None:
    """What is kept, if it is whole: the name of each file tells the hash of what it should hold."""
    try:
        files = {file: file.read_bytes() for file in cache.glob(f"book-{digest}-*")}
    except OSError:
        return None
    whole = {file.suffix[1:]: content for file, content in files.items() if file.stem.endswith(_hash(content))}
    return whole if whole.keys() == _NAMES else None


def _keep(cache: Path, digest: str, made: Mapping[str, bytes]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    forget(cache)
    for name, content in made.items():
        file = cache / f"book-{digest}-{_hash(content)}.{name}"
        part = file.with_suffix(".part")
        try:
            part.write_bytes(content)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def _make(book: Book) -> Mapping[str, bytes]:
    composed = compose(book.chapters, book.rules, book.pictures, book.edition.address)
    front = Section(Chapter(0, book.edition.title), "", parse(_front(book.edition)))
    document = Document((front, *composed.sections), composed.images)
    strange = {section.chapter: set(_STRANGE.findall(text_of(section.root))) for section in document.sections}
    notes = {character: f"[U+{ord(character):04X}]" for character in without_glyph(set().union(*strange.values()))}
    told = [
        f"{chapter.url or chapter.title}: no font of the PDF has {_describe(character)}; it says {note}"
        for chapter, characters in strange.items()
        for character, note in notes.items()
        if character in characters
    ]
    return {
        "pdf": make_pdf(document, book.edition, {ord(character): note for character, note in notes.items()}),
        "epub": make_epub(document, book.edition, make_cover(book.edition)),
        "txt": "\n".join(told).encode(),
    }


def _describe(character: str) -> str:
    return f"'{character}' ({unicodedata.name(character, 'a character without a name')})"


def _front(edition: Edition) -> str:
    return str(render("book_front.html", edition=edition))


def _digest(book: Book) -> str:
    """A name made from the book's content, from the program that sets it, and from ours."""
    ours = [path.read_bytes() for path in sorted(_HERE.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    parts = [version("typst"), version("lxml"), repr(book), _front(book.edition)]
    return _hash(b"\0".join([*map(str.encode, parts), *ours]))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
