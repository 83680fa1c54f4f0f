"""Reads what binds a translation to its original: terms, glosses, and what was declared to be translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from spor.read.layout import Layout, Translated
from spor.read.plain import block
from spor.read.text import Record, read_by_page, read_text, read_yaml
from spor.trace.block import fingerprint
from spor.trace.problem import Problem, Reading, problem_at, suggestion
from spor.trace.trace import Trace
from spor.trace.translation import Declarations, Pair, Text


def _mapping(layout: Layout, where: str) -> Reading[Record]:
    text = yield from read_text(layout.root, where)
    value = (yield from read_yaml(text, where)) if text else None
    if isinstance(value, Record):
        return value
    if text is not None:
        yield Problem(where, 1, "wrong-type", "the file must be fields with values")
    return Record(1)


def glosses(layout: Layout, translated: Translated, original: Trace) -> Reading[Record]:
    """Our words for those of the thesis, as far as there are any, and for each of the editors' reasons."""
    if not translated.glosses:
        return Record(1)
    known = yield from _mapping(layout, f"{layout.docs}/{translated.glosses}")
    said = [*original.warrants()]
    wanted = {warrant.reason: place for warrant, place, _ in said if warrant.reason}
    for reason, place in wanted.items():
        if not known.get(reason):
            what = f"the reason '{reason}' has no words in {layout.docs}/{translated.glosses}"
            yield problem_at(place, "missing-translation", what)
    quoted = {warrant.words for warrant, _, _ in said}
    for words, line in known.lines.items():
        if words not in wanted and words not in quoted:
            what = f"no warrant says '{words}': take it out, or write it as it stands there"
            yield Problem(f"{layout.docs}/{translated.glosses}", line, "extra-translation", what)
    return known


def glossed_text(layout: Layout, translated: Translated, known: Record) -> Iterator[Text]:
    """The words that warrants quote, and the editors' reasons, with ours beside them in one file."""
    where, other = f"{layout.docs}/{translated.glosses}", translated.layout.locale.language
    pairs = [
        Pair(
            block("field", fingerprint(words), known.lines[words], words, other),
            block("field", fingerprint(words), known.lines[words], str(ours), layout.locale.language),
        )
        for words, ours in known.items()
    ]
    if pairs:
        yield Text(translated.glosses, where, where, tuple(pairs))


def terms(layout: Layout, translated: Translated, original: Trace) -> Reading[Mapping[str, tuple[str, ...]]]:
    """The term of each concept, under the name of our language, and what may stand for it (`also`)."""
    known, name = (yield from _mapping(layout, translated.terms)), layout.locale.language.split("-")[0]
    found = {}
    for concept in original.of_role("concept"):
        term = known.get(concept.id)
        if isinstance(term, Record) and isinstance(term.get(name), str):
            also = term.get("also") or []
            found[concept.id] = (term[name], *(also if isinstance(also, list) else [also]))
        else:
            what = f"'{concept.id}' has no term: '{concept.id}: {{{name}: …}}'"
            yield Problem(translated.terms, 1, "missing-translation", what)
    for identifier in known:
        if identifier not in original.entities:
            what = f"there is no concept '{identifier}'{suggestion(identifier, found)}"
            yield Problem(translated.terms, known.lines[identifier], "unknown-id", what)
    return found


def declarations(layout: Layout, translated: Translated) -> Reading[Declarations]:
    file = layout.root / translated.record
    text = (yield from read_text(layout.root, translated.record)) if file.is_file() else None
    try:
        return read_declarations(text or "")
    except ValueError as error:
        yield Problem(translated.record, 1, "undeclared-translation", f"{error}: write it anew (make translated)")
        return {}


_LINE = re.compile(r"(\S+) (\S+) (\S+)")


def declared(texts: Iterable[Text]) -> Declarations:
    """What can be declared of texts: of each pair of blocks, by path and address, both fingerprints."""
    return {
        text.path: {own.address: (own.fingerprint, words.fingerprint) for own, words in text.both()} for text in texts
    }


def write_declarations(record: Declarations) -> str:
    """A record as text, by path."""
    lines = []
    for path in sorted(record):
        lines += [f"{path}\n", *(f" {name} {original} {words}\n" for name, (original, words) in record[path].items())]
    return "".join(lines)


def read_declarations(text: str) -> dict[str, dict[str, tuple[str, str]]]:
    """What is written as `text`. Raises ValueError, with its number, for a line that is none of ours."""
    pages = read_by_page(text, _LINE, "address with two fingerprints")
    return {page: {name: (original, words) for name, original, words in lines} for page, lines in pages.items()}
