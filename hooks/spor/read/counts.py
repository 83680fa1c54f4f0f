"""Counts, in the documents that a thesis reprints, how often some words stand: in all, and part by part.

`python -m spor.read.counts THESIS` writes the file that mkdocs.yml names under `counts` (`make counts THESIS=…`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spor.read.thesis import places
from spor.trace.change import matters, place_of
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import plain_words

_ADDRESS = re.compile(r"https?://\S+|\]\(\S+\)")
_NUMBER = re.compile(r"\w*?\s*(\d+(?:\.\d+)*)[.:]?\s+\S")


def parts(text: str, begin: str, known: Iterable[str]) -> dict[str, str]:
    """The text of each part of a document by its number (`2.1.3`), and what stands before the first, by its heading.

    The document begins with the last line that is `begin`: what stands before is its head and its list of contents. A
    part begins with a line of its number, maybe after a word («Del 2. …»); only those that are `known`, each after the
    one before it: a list may have numbers of its own.
    """
    lines = text.splitlines()
    start = max((n for n, line in enumerate(lines) if line.strip() == begin), default=0)
    found: dict[str, list[str]] = {begin: []}
    names, now = set(known), begin
    reached: tuple[int, ...] = (0,)
    for line in lines[start:]:
        heading = _NUMBER.match(line.strip())
        if heading and heading[1] in names and _order(heading[1]) > reached:
            now, reached = heading[1], _order(heading[1])
        found.setdefault(now, []).append(line)
    return {name: "\n".join(own) for name, own in found.items()}


def _order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def counted(text: str, forms: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How often the forms of each word stand in a text, and how many words it has (last)."""
    words = plain_words(_ADDRESS.sub(" ", text))
    run = f" {' '.join(words)} "
    found = {word: sum(_times(form, run) for form in own) for word, own in forms.items()}
    return {**found, "words": len(words)}


def _times(form: str, run: str) -> int:
    return len(re.findall(rf"(?<= ){re.escape(form)}(?= )", run))


def table(documents: Mapping[str, Mapping[str, str]], whole: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """A line of YAML for each document as a whole, and for each of its parts; a part holds those below it."""
    lines = []
    for document, texts in documents.items():
        named = sorted((n for n in _with_above(texts) if n[0].isdigit()), key=_order)
        for name in (whole, *(n for n in texts if not n[0].isdigit()), *named):
            own = [text for n, text in texts.items() if name == whole or n == name or n.startswith(f"{name}.")]
            numbers = ", ".join(f"{word}: {number}" for word, number in counted("\n".join(own), forms).items())
            lines.append(f"- {{letter: {document}, part: '{name}', {numbers}}}\n")
    return lines


def _with_above(names: Iterable[str]) -> set[str]:
    """The names of parts, and of those above them, which may have no text of their own."""
    return {".".join(name.split(".")[:depth]) for name in names for depth in range(1, name.count(".") + 2)}


def documents(trace: Trace) -> dict[Entity, set[str]]:
    """The documents whose items are compared, each with the numbers of the parts that its page has a place for."""
    found: dict[Entity, set[str]] = {}
    for matter in matters(trace):
        for item in matter.side(""):
            document, (field, _) = trace.document(item), place_of(trace, item)
            page = trace.document(document) if document else None
            if document and page and field and document not in found:
                anchors = re.findall(rf"#{re.escape(field.anchors)}([\d-]+)", trace.pages[page.page].text)
                found[document] = {anchor.replace("-", ".") for anchor in anchors}
    return found


def main(arguments: list[str]) -> int:
    """Writes the counts below the comment that their file begins with; 2 where something is missing."""
    from spor.read.standalone import read_standalone  # only here: the site itself needs no mkdocs.yml

    project = read_standalone(Path("mkdocs.yml"))
    told, trace = project.settings.get("counts"), project.trace
    if len(arguments) != 1 or not Path(arguments[0]).is_file() or not told:
        print(
            "Name the thesis: make counts THESIS=…; in mkdocs.yml, extra.spor.counts says what to count",
            file=sys.stderr,
        )
        return 2
    end = project.settings.get("fingerprint", {}).get("end", "")
    texts = places(Path(arguments[0]).read_text("utf-8"), trace.of_kind("section", "appendix"), end)
    found = {}
    for document, known in documents(trace).items():
        page = trace.document(document)
        found[document.id] = parts(texts[page.id], told["begin"], known) if page else {}
    file = project.layout.root / project.layout.docs / told["file"]
    before = file.read_text("utf-8").splitlines(keepends=True) if file.is_file() else []
    comment = [line for line in before if line.startswith("#")]
    file.write_text("".join([*comment, *table(found, told["whole"], told["words"])]), "utf-8")
    print(f"{told['file']}: {', '.join(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
