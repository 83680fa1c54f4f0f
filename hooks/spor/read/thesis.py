"""Finds the sections and appendices in the text of the thesis: what its fingerprint is taken from.

`python -m spor.read.thesis THESIS` writes the fingerprint that mkdocs.yml names (`make fingerprint THESIS=…`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from spor.read.layout import read_configuration
from spor.read.translation import read_standalone
from spor.trace.original import take, write
from spor.trace.trace import Entity
from spor.trace.warrant import plain_words

#: What stands before the first section: the preface and the summaries.
FRONT = "front"


def places(text: str, parts: Iterable[Entity], end: str = "") -> dict[str, str]:
    """The text of each section and appendix, by its id, from its heading to the next one, and what is before them.

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
    return {FRONT: "\n".join(lines[: marks[0]]), **texts}


def main(arguments: list[str]) -> None:
    """Writes the fingerprint of the thesis at a path beside mkdocs.yml; exits where something is missing."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.exit("Name the file with the text of the thesis: make fingerprint THESIS=…")
    settings = read_configuration(Path("mkdocs.yml"))["extra"]["spor"].get("fingerprint")
    if not settings:
        sys.exit("mkdocs.yml: extra.spor.fingerprint must name the file to write")
    Path(settings["file"]).touch()  # the project can be read before it has a fingerprint
    project = read_standalone(Path("mkdocs.yml"))
    try:
        parts = project.trace.of_kind(*project.trace.schema.parts)
        found = places(Path(arguments[0]).read_text("utf-8"), parts, settings.get("end", ""))
    except ValueError as error:
        sys.exit(str(error))
    Path(settings["file"]).write_text(write(take(found, settings.get("words", ()))), "utf-8")
    print(f"{settings['file']}: {len(found)} sections and appendices")


if __name__ == "__main__":
    main(sys.argv[1:])
