"""What is taken from the text of the thesis: its fingerprint, section by section, and counts of words.

`python -m spor.read.thesis fingerprint THESIS` writes the fingerprint that mkdocs.yml names. `… counts THESIS` counts,
in the documents that a thesis reprints, how often some words stand (in all, by part, and whom they bind), and writes
the files that are named under `counts` (`make fingerprint THESIS=…`, `make counts THESIS=…`).
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize

from spor.locale import any_of
from spor.read.layout import layout_in, pages_of
from spor.read.project import read_trace
from spor.read.text import read_text
from spor.read.translation import read_standalone
from spor.trace.change import compared, place_of, restating
from spor.trace.original import take, write
from spor.trace.problem import collect, command, stop_at
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import plain_words

#: Two or three letters that a PDF has as one sign.
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_ADDRESS = re.compile(r"https?://\S+|\]\(\S+\)")
#: Where a sentence ends, after it maybe the mark of a note; a line ends one, too.
_END = re.compile(r"[.!?:;][\u00b9\u00b2\u00b3\u2070-\u2079]*(?:\s+|$)|\n")
_NUMBER = re.compile(r"\w*?\s*(\d+(?:\.\d+)*)[.:]?\s+\S")


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
    found = Counter(word for _, _, word in _places(words, forms))
    return {**{word: found[word] for word in forms}, "words": len(words)}


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


class Addressees:
    """Whom a word binds: the one of whom it is the verb, if that is one of some names.

    The subject of a Norwegian clause stands right before its verb or right after it («fylkene skal», «skal fylkene»,
    «er det viktig at fylkene»). What stands before is none where a preposition precedes it («samarbeidet mellom
    kontorene skal»). A name with which a sentence begins («fylker som har fått opplæring, bes») is that of its first
    verb, unless what stands before that begins a clause of its own.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._whom = {" ".join(plain_words(name)): who for who, own in settings["names"].items() for name in own}
        self._order, self._not_after, self._clause = (settings[key] for key in ("names", "not_after", "clause"))
        name, and_, skipped = (any_of(words) for words in (self._whom, settings["and"], settings["skipped"]))
        names = rf"{name}(?: (?:{and_} )?{name})*"
        self._name = re.compile(rf"(?<!\S){name}(?!\S)")
        self._ending = re.compile(rf"(?<!\S){names} $")
        self._beginning = re.compile(rf"(?:{skipped} )*{names}(?!\S)")

    def counted(self, text: str, forms: Mapping[str, Sequence[str]], unnamed: str) -> dict[str, dict[str, int]]:
        """How often each word binds whom; where several are named, each of them, and where none is, `unnamed`."""
        found = {who: dict.fromkeys(forms, 0) for who in (*self._order, unnamed)}
        for sentence in _END.split(_ADDRESS.sub(" ", text)):
            words = plain_words(sentence)
            for first, (start, end, word) in enumerate(_places(words, forms)):
                for who in self._bound(words[:start], words[end:], first == 0) or {unnamed}:
                    found[who][word] += 1
        return found

    def _bound(self, before: Sequence[str], after: Sequence[str], first: bool) -> set[str]:
        """Whom a word binds, by what stands before it in its sentence, and after; `first`: no verb does before."""
        lead = " ".join([*before, ""])
        named = self._ending.search(lead)
        if named and set(lead[: named.start()].split()[-2:]) & set(self._not_after):
            named = None
        named = named or self._beginning.match(" ".join(after))
        if not named and first and before and before[-1] not in self._clause:
            named = self._beginning.match(lead)
        return {self._whom[name] for name in self._name.findall(named[0])} if named else set()


def _places(words: Sequence[str], forms: Mapping[str, Sequence[str]]) -> list[tuple[int, int, str]]:
    """Where the forms of each word begin and end, in order."""
    known = [(tuple(form.split()), word) for word, own in forms.items() for form in own]
    return sorted(
        (at, at + len(form), word)
        for form, word in known
        for at in range(len(words) - len(form) + 1)
        if tuple(words[at : at + len(form)]) == form
    )


def bound(documents: Mapping[str, str], settings: Mapping[str, Any], forms: Mapping[str, Sequence[str]]) -> list[str]:
    """A line of YAML for each document and each of whom its words bind, those for whom nothing was counted left out."""
    whom, lines = Addressees(settings), []
    for document, text in documents.items():
        for who, numbers in whom.counted(text, forms, settings["unnamed"]).items():
            if any(numbers.values()):
                own = ", ".join(f"{word}: {number}" for word, number in numbers.items())
                lines.append(f"- {{letter: {document}, addressee: {who}, {own}}}\n")
    return lines


def documents(trace: Trace) -> dict[Entity, set[str]]:
    """The documents whose items are compared, each with the numbers of the parts that its page has a place for."""
    found: dict[Entity, set[str]] = {}
    for item in compared(trace):
        document, page, (field, _) = trace.document(item), restating(trace, item), place_of(trace, item)
        if document and page and field and document not in found:
            anchors = re.findall(rf"#{re.escape(field.anchors)}([\d-]+)", trace.pages[page.page].text)
            found[document] = {anchor.replace("-", ".") for anchor in anchors}
    return found


def take_fingerprint(arguments: list[str]) -> None:
    """Writes the fingerprint of the thesis at a path beside mkdocs.yml; exits where something is missing."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        absent = f"There is no file '{arguments[0]}'. " if any(arguments) else ""
        sys.exit(f"{absent}Name the file with the text of the thesis: make fingerprint THESIS=…")
    layout, settings = layout_in(Path("mkdocs.yml"), "fingerprint")  # there may be none yet
    setting = settings.get("fingerprint")
    if not setting:
        sys.exit("Name the file to write, in mkdocs.yml under extra.spor: fingerprint: {file: thesis.fingerprint}")
    text, problems = collect(read_text(Path(), arguments[0]))
    stop_at(problems, "The thesis cannot be read")
    parts = read_trace(layout, pages_of(layout)).parts()
    try:
        plain = _LIGATURES.sub(lambda match: normalize("NFKC", match[0]), text or "")
        found = places(plain, parts, setting.get("end", ""))
    except ValueError as error:
        sys.exit(str(error))
    Path(setting["file"]).write_text(write(take(found, setting.get("words", ()))), "utf-8")
    print(f"{setting['file']}: {len(found)} sections and appendices")


def take_counts(arguments: list[str]) -> None:
    """Writes the counts below the comment that each file begins with; exits where something is missing."""
    project = read_standalone(Path("mkdocs.yml"))
    settings, trace = project.settings.get("counts"), project.trace
    if len(arguments) != 1 or not Path(arguments[0]).is_file() or not settings:
        sys.exit("Name the thesis: make counts THESIS=…; in mkdocs.yml, extra.spor.counts says what to count")
    end = project.settings.get("fingerprint", {}).get("end", "")
    original = places(Path(arguments[0]).read_text("utf-8"), trace.of_kind("section", "appendix"), end)
    found = {}
    for document, known in documents(trace).items():
        page = trace.document(document)
        found[document.id] = parts(original[page.id], settings["begin"], known) if page else {}
    docs = project.layout.root / project.layout.docs
    _renew(docs / settings["file"], table(found, settings["whole"], settings["words"]))
    if whom := settings.get("addressees"):
        wholes = {document: "\n".join(texts.values()) for document, texts in found.items()}
        _renew(docs / whom["file"], bound(wholes, whom, settings["words"]))
    print(f"{settings['file']}: {', '.join(found)}")


def _renew(file: Path, rows: Iterable[str]) -> None:
    """Writes the rows of a file below the comment that it begins with."""
    before = file.read_text("utf-8").splitlines(keepends=True) if file.is_file() else []
    file.write_text("".join([*(line for line in before if line.startswith("#")), *rows]), "utf-8")


def main(arguments: list[str]) -> None:
    """Does what the first of the arguments names, `fingerprint` or `counts`, with the others."""
    (take_counts if arguments[:1] == ["counts"] else take_fingerprint)(arguments[1:])


if __name__ == "__main__":
    command(main)
