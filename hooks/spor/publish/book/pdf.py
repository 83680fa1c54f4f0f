"""The book as a tagged PDF that keeps to PDF/UA-1, set by Typst.

It is set twice: first to see where everything stands, then with the links and the numbers of the pages. Typst could
find these by itself, but would keep in memory how each page looked before it had found them.
"""

import json
from calendar import timegm
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from spor.publish.book.compose import Document, Section
from spor.publish.book.markup import quoted, typst
from spor.publish.book.typesetter import Places, typeset
from spor.trace.trace import grouped

_THEME = Path(__file__).parent / "theme"
#: How often the book is set at most, until everything stands where it stood the last time.
_TIMES = 5
#: About how many characters of Typst make a page.
_PAGE = 2700


def make_pdf(document: Document, edition: Mapping[str, str], notes: Mapping[str, str]) -> bytes:
    """The book as PDF; `edition` is what it says of itself, and `notes` stand for the characters that no font has.

    Raises RuntimeError with Typst's words.
    """
    instead = "".join(f"#show {quoted(character)}: {quoted(note)}\n" for character, note in notes.items())
    body = "\n".join(map(_section, document.sections))
    main = f'{instead}#import "book.typ": *\n#show: book\n{body}\n#all-places\n'
    files = {**document.images, "main.typ": main.encode(), "book.typ": (_THEME / "book.typ").read_bytes()}
    # The number of a page takes the room of so many digits, so that none moves what stands beside it.
    inputs = {**edition, "digits": str(max(3, len(str(len(main) // _PAGE))))}
    day = date.fromisoformat(edition["date"]).timetuple()
    how = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": timegm(day)}
    known, _ = typeset({**files, "known.json": b"{}"}, inputs)
    for _ in range(1, _TIMES):
        data = {"places": known, "heads": running_heads(document.sections, known)}
        found, made = typeset({**files, "known.json": json.dumps(data).encode()}, inputs, **how)
        if found == known:
            return made
        known = found
    raise RuntimeError("the numbers of the pages change each time that the book is set")


def without_glyph(characters: Iterable[str]) -> list[str]:
    """Those of the characters that no font of ours has: Typst refuses them in a PDF that keeps to PDF/UA-1."""
    found = "".join(sorted(set(characters)))
    return [] if _has_glyphs(found) else [character for character in found if not _has_glyphs(character)]


def _has_glyphs(text: str) -> bool:
    import typst as compiler  # only here: builds without the book need not wait until it is loaded

    source = f'#set document(title: "-")\n#set text(font: "Libertinus Serif")\n#{quoted(text)}'.encode()
    try:
        compiler.compile(source, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    except RuntimeError:
        return False
    return True


def make_cover(edition: Mapping[str, str]) -> bytes:
    """The cover of the EPUB, as a PNG."""
    import typst as compiler

    source = (_THEME / "cover.typ").read_bytes()
    made = compiler.compile(source, format="png", ppi=240, ignore_system_fonts=True, sys_inputs=dict(edition))
    assert isinstance(made, bytes)  # it is a list where there are several pages
    return made


def _section(section: Section) -> str:
    """A chapter; one of the second level may begin on a new page, as a part always does."""
    begins = section.chapter.begins and section.chapter.level == 2
    return "#pagebreak(weak: true)\n" * begins + typst(section.root)


def running_heads(sections: Sequence[Section], places: Places) -> list[tuple[str, str] | None]:
    """The part and the chapter that each page belongs to; none before the first part, and where a part begins."""
    higher = (section for section in sections if section.chapter.level in (1, 2))
    begins = grouped((int(places[section.identifier][0]), section.chapter) for section in higher)
    heads: list[tuple[str, str] | None] = []
    part = chapter = ""
    for page in range(1, max(begins, default=0) + 1):
        new = [begun for begun in begins.get(page, ()) if begun.level == 1]
        part = new[-1].title if new else part
        chapter = begins[page][-1].title if page in begins else chapter
        heads.append((part, chapter) if part and not new else None)
    return heads
