"""Finds the sections and appendices in the text of the thesis: what its fingerprint is taken from.

`python -m spor.read.thesis THESIS` writes the fingerprint that mkdocs.yml names (`make fingerprint THESIS=…`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from spor.read.layout import layout_in, pages_of
from spor.read.project import read_trace
from spor.read.text import read_text
from spor.trace.original import take, write
from spor.trace.problem import collect, command, stop_at
from spor.trace.trace import Entity
from spor.trace.warrant import plain_words

#: Two or three letters that a PDF has as one sign.
_LIGATURES = re.compile("[\ufb00-\ufb06]")


def places(text: str, parts: Iterable[Entity], end: str = "") -> dict[str, str]:
    """The text of each section and appendix, by its id, from its heading to the next one, and what is before (`front`).

    `parts` are the sections and appendices in the order of the thesis. A heading is a line with the words of its number
    (or label) and title; the table of contents, whose lines end in pages, has none. `end` begins the list of
    references, which belongs to no section. Raises ValueError, with its id, for a part that has no heading.
    """
    lines = text.splitlines()
    starts: list[tuple[str, int]] = []
    at = 0
    for part in parts:
        wanted = plain_words(f"{part.fields.get('number') or part.fields.get('label')} {part.title}")
        found = next((n for n in range(at, len(lines)) if plain_words(lines[n]) == wanted), None)
        if found is None:
            raise ValueError(f"{part.id}: no line is its heading, '{' '.join(wanted)}'")
        starts.append((part.id, found))
        at = found + 1
    stops = [number for number, line in enumerate(lines) if end and line.strip() == end]
    marks = sorted([*(start for _, start in starts), *stops, len(lines)])
    texts = {name: "\n".join(lines[start : next(mark for mark in marks if mark > start)]) for name, start in starts}
    return {"front": "\n".join(lines[: marks[0]]), **texts}


def main(arguments: list[str]) -> None:
    """Writes the fingerprint of the thesis at a path beside mkdocs.yml; exits where something is missing."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.exit("Name the file with the text of the thesis: make fingerprint THESIS=…")
    layout, settings = layout_in(Path("mkdocs.yml"), "fingerprint")  # there may be none yet
    setting = settings.get("fingerprint")
    if not setting:
        sys.exit("mkdocs.yml: extra.spor.fingerprint must name the file to write")
    text, problems = collect(read_text(Path(), arguments[0]))
    stop_at(problems, "The thesis cannot be read")
    parts = read_trace(layout, pages_of(layout)).of_kind(*layout.schema.parts)
    try:
        plain = _LIGATURES.sub(lambda match: normalize("NFKC", match[0]), text or "")
        found = places(plain, parts, setting.get("end", ""))
    except ValueError as error:
        sys.exit(str(error))
    Path(setting["file"]).write_text(write(take(found, setting.get("words", ()))), "utf-8")
    print(f"{setting['file']}: {len(found)} sections and appendices")


if __name__ == "__main__":
    command(main)
