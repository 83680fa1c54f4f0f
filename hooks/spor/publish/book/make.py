"""Sets a book as PDF (pandoc writes Typst, Typst sets it) and as EPUB (pandoc), and keeps the result."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from spor.publish.book.chapters import Chapter
from spor.publish.book.clean import Rules
from spor.publish.book.compose import Document, compose
from spor.render.pandoc import VERSION, run_pandoc
from spor.render.templates import render

_HERE = Path(__file__).parent
_THEME = _HERE / "theme"
_SOURCES = frozenset({".py", ".typ", ".typst", ".lua", ".css", ".html"})
#: Ids come from the site alone; notes are known by their EPUB types.
_FROM = "--from=html-auto_identifiers+epub_html_exts"

#: What Markdown, which pandoc's metadata are written in, might take for a mark.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


@dataclass(frozen=True)
class Edition:
    """What a book says of itself.

    `language` is a tag as in BCP 47 (`nb-NO`), `about` the lines of the title page, `imprint` those of the page after
    it, `address` the site's URL (may be empty), `contents` the heading of the table of contents, `page` the short word
    before the number of a page, `pages` that before several.
    """

    title: str
    subtitle: str
    author: str
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


@dataclass(frozen=True)
class Book:
    """All that goes into a book, and so into the name under which it is kept."""

    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    rules: Rules
    edition: Edition


def bind(book: Book, cache: Path) -> Mapping[str, bytes]:
    """The finished files, by what their names end in: `pdf` and `epub`.

    They lie in the folder `cache` under a hash of all that went in, so that they are set only when something has
    changed. Raises RuntimeError, with the words of pandoc or Typst, if one of these fails or warns.
    """
    makers = {"pdf": _pdf, "epub": _epub}
    files = {name: cache / f"book-{_digest(book)}.{name}" for name in makers}
    try:
        return {name: file.read_bytes() for name, file in files.items()}
    except FileNotFoundError:
        made = _make(makers, book)
    cache.mkdir(parents=True, exist_ok=True)
    for old in [*cache.glob("book-*.pdf"), *cache.glob("book-*.epub")]:
        old.unlink(missing_ok=True)
    for name, file in files.items():
        part = file.with_suffix(".part")  # so that a build that is killed leaves no half of a book
        part.write_bytes(made[name])
        part.replace(file)
    return made


def _make(makers: Mapping[str, Callable[[Document, Edition], bytes]], book: Book) -> Mapping[str, bytes]:
    """What each of the makers makes of the book, all of them at the same time."""
    document = compose(book.chapters, book.rules, book.pictures, book.edition.address)
    with ThreadPoolExecutor(max_workers=len(makers)) as pool:
        futures = {name: pool.submit(maker, document, book.edition) for name, maker in makers.items()}
    return {name: future.result() for name, future in futures.items()}


def _digest(book: Book) -> str:
    """A name made from the book's content, from the programs that set it, and from ours."""
    ours = [path.read_bytes() for path in sorted(_HERE.rglob("*")) if path.suffix in _SOURCES]
    parts = [VERSION, version("typst"), repr(book), _front(book.edition)]
    return hashlib.sha256(b"\0".join([*map(str.encode, parts), *ours])).hexdigest()[:32]


def _front(edition: Edition) -> str:
    return str(render("book_front.html", edition=edition))


def _body(document: Document, edition: Edition) -> str:
    return _front(edition) + document.html


def _pdf(document: Document, edition: Edition) -> bytes:
    """The book as a tagged PDF that keeps to PDF/UA-1."""
    with _workshop(document) as folder:
        arguments = ["--to=typst", f"--template={_THEME / 'main.typst'}", f"--lua-filter={_THEME / 'typst.lua'}"]
        main = folder / "main.typ"
        main.write_text(run_pandoc(_body(document, edition), [_FROM, *arguments], folder), "utf-8")
        return _typeset(main, edition, format="pdf", pdf_standards=["ua-1"], timestamp=_seconds(edition.date))


def _epub(document: Document, edition: Edition) -> bytes:
    """The book as EPUB 3, with a file in it for each part."""
    told = {
        "title": edition.full_title,
        "author": edition.author,
        "description": edition.description,
        "rights": edition.rights,
        "lang": edition.language,
        "date": edition.date.isoformat(),
        "identifier": f"urn:uuid:{uuid5(NAMESPACE_URL, edition.address + edition.title)}",
        "toc-title": edition.contents,
    }
    with _workshop(document) as folder:
        cover = folder / "cover.typ"
        (folder / "cover.png").write_bytes(_typeset(cover, edition, format="png", ppi=240))
        arguments = ["--to=epub3", "--output=book.epub", "--split-level=1", "--toc", "--toc-depth=3"]
        arguments += [f"--template={_THEME / 'epub.html'}", f"--css={_THEME / 'epub.css'}"]
        arguments += ["--epub-title-page=false", "--epub-cover-image=cover.png"]
        # In a file, since pandoc reads its arguments in the letters of the locale, whatever that is.
        metadata = {name: _PUNCTUATION.sub(r"\\\g<0>", value) for name, value in told.items() if value}
        (folder / "metadata.json").write_text(json.dumps(metadata), "utf-8")
        arguments += ["--metadata-file=metadata.json"]
        environment = {"SOURCE_DATE_EPOCH": str(_seconds(edition.date)), "TZ": "UTC"}
        run_pandoc(_body(document, edition), [_FROM, *arguments], folder, environment)
        return (folder / "book.epub").read_bytes()


def _typeset(main: Path, edition: Edition, **how: Any) -> bytes:
    """What Typst makes of the file `main`, with no letters but its own, so that it is the same on every machine."""
    language, _, region = edition.language.partition("-")
    inputs = {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "full-title": edition.full_title,
        "author": edition.author,
        "description": edition.description,
        "lang": language,
        "region": region,
        "contents": edition.contents,
        "page": edition.page,
        "pages": edition.pages,
    }
    import typst  # only here: builds without the book need not wait until the compiler is loaded

    compiler = typst.Compiler(main, main.parent, ignore_system_fonts=True, sys_inputs=inputs)
    made, warnings = compiler.compile_with_warnings(**how)
    if warnings:
        raise RuntimeError("\n".join(warning.diagnostic for warning in warnings))
    assert isinstance(made, bytes)  # it is a list where an image has several pages
    return made


@contextmanager
def _workshop(document: Document) -> Iterator[Path]:
    """A folder, for a while, that holds what pandoc and Typst read beside the body."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in ("book.typ", "cover.typ"):
            shutil.copy(_THEME / name, folder)
        for name, image in document.images.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(image)
        yield folder


def _seconds(day: date) -> int:
    """The beginning of a day, UTC, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
