"""Reads a project, translated or not: the words of a translation are laid over the trace of the original, which has all
that is no words.

In: the layouts of both projects. Out: a trace with the same entities, relations and anchors, in the other language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spor.read.blocks import Splitter, fields
from spor.read.layout import Layout, Translated, layout_in, pages_of
from spor.read.page import PageContent, read_page
from spor.read.plain import block
from spor.read.project import Edit, as_written, assembled, place_sections, read_trace
from spor.read.syntax import section_anchor
from spor.read.text import Record, read_by_page, read_text
from spor.read.wording import Recite, data_words, front_words, glossed, glossed_text, glosses, terms
from spor.trace.block import Block, Declarations, Pair, Text, Translation, paired
from spor.trace.problem import Problem, Reading, collect
from spor.trace.trace import Entity, Page, Trace

#: A declaration: the address of a block, and the fingerprints of the original and of what translates it.
_LINE = re.compile(r"(\S+) (\S+) (\S+)")


@dataclass(frozen=True)
class Project:
    """What `extra.spor` says, where the project keeps what, and the trace."""

    settings: dict[str, Any]
    layout: Layout
    trace: Trace


def read_standalone(file: Path) -> Project:
    """The project of a configuration file, as a command beside the build reads it, without MkDocs."""
    layout, settings = layout_in(file)
    return Project(settings, layout, read_any(layout, pages_of(layout)))


def read_any(layout: Layout, pages: tuple[str, ...], edit: Edit = as_written) -> Trace:
    """The trace of a project, translated or not; `pages` and `edit` as in :func:`read_trace`.

    A problem of the original is one of the translation, too; that is read only where nothing of the original is lost.
    """
    translated = layout.translates
    if translated is None:
        return read_trace(layout, pages, edit)
    original = read_trace(translated.layout, pages_of(translated.layout))
    if original.lost:
        return original
    trace, problems = collect(_read(layout, translated, original, pages, edit))
    return replace(trace, problems=original.problems + problems)


def _read(
    layout: Layout, translated: Translated, original: Trace, pages: tuple[str, ...], edit: Edit
) -> Reading[Trace]:
    known = yield from glosses(layout, translated, original)
    ours = {words: str(gloss) for words, gloss in known.items()}
    words = yield from data_words(layout, original)
    recite = Recite(translated.languages)
    contents = yield from _pages(layout, recite, original, edit)
    for path in pages:
        if path not in original.pages:
            yield Problem(f"{layout.docs}/{path}", 1, "extra-translation", "this page translates none")
    words |= {content.entity.id: content.entity for content in contents.values() if content.entity}
    said = [words.get(entity.id, entity) for entity in original.entities.values()]
    laid = [replace(entity, fields=glossed(entity.fields, ours)) for entity in said]
    placed = yield from place_sections(laid, list(contents.values()))
    entities = {entity.id: entity for entity in placed}
    relations = [
        replace(r, locator=recite(r.locator), prefix=recite(r.prefix), warrant=glossed(r.warrant, ours))
        for r in original.relations
    ]
    trace = yield from assembled(layout, entities, relations, contents.values())
    own = _texts(layout, translated, original, words, contents, trace.tables)
    texts = (*own, *glossed_text(layout, translated, known))
    called = yield from terms(layout, translated, original)
    names = (*translated.names, *(person.title for person in original.of_role("person")))
    declared, record = (yield from declarations(layout, translated)), translated.record
    translation = Translation(original, translated.languages, texts, called, names, declared, record, ours)
    return replace(trace, pages=_addressed(contents, texts), translation=translation)


def _pages(layout: Layout, recite: Recite, original: Trace, edit: Edit) -> Reading[dict[str, PageContent]]:
    """Every page of the original as it stands in our words; the words within citations are put into ours, too."""
    sections = {section_anchor(entity.id): entity.id for entity in original.of_kind("section")}
    split = Splitter(layout.locale.language)
    found = {}
    for path, source in original.pages.items():
        where = f"{layout.docs}/{path}"
        if not (layout.root / where).is_file():
            yield Problem(source.place.path, 1, "missing-translation", f"nothing translates this page: write {where}")
            continue
        text = yield from read_text(layout.root, where)
        if text is not None:
            text = edit(recite.text(text), path, where)
            own = partial(front_words, original.entities.get(source.owner), where, layout.schema.kinds)
            found[path] = yield from read_page(text, path, where, sections, own, split)
    return found


def _texts(
    layout: Layout,
    translated: Translated,
    original: Trace,
    words: Mapping[str, Entity],
    contents: Mapping[str, PageContent],
    tables: Mapping[str, Iterable[Record]],
) -> tuple[Text, ...]:
    """Every page, data file and table in both languages."""
    kinds, languages = layout.schema.kinds, (translated.layout.locale.language, layout.locale.language)
    pairs: dict[str, list[Pair]] = {}
    for identifier, entity in words.items():
        path = entity.place.path.removeprefix(f"{layout.docs}/")
        ours = {b.address: b for b in fields(entity, kinds[entity.kind], languages[1])}
        theirs = fields(original.entities[identifier], kinds[entity.kind], languages[0])
        common = (field for field in theirs if field.address in ours)  # of others it is known that they lack words
        pairs.setdefault(path, []).extend(Pair(field, ours[field.address]) for field in common)
    for path, content in contents.items():
        if not content.page.blocks and content.page.text.strip():
            continue  # a problem keeps its text from being split
        pairs.setdefault(path, []).extend(paired(original.pages[path].blocks, content.page.blocks))
    for path, rows in tables.items():
        cells = {cell.address: cell for cell in _cells(rows, languages[1])}
        known = _cells(original.tables.get(path, ()), languages[0])
        pairs[path] = [Pair(cell, cells.pop(cell.address, None)) for cell in known]
        pairs[path] += [Pair(None, extra) for extra in cells.values()]
    return tuple(
        Text(path, f"{translated.layout.docs}/{path}", f"{layout.docs}/{path}", tuple(found))
        for path, found in pairs.items()
    )


def _cells(rows: Iterable[Record], language: str) -> Iterator[Block]:
    """The cells of a table as blocks, each with its row and its field as address."""
    for number, row in enumerate(rows, 1):
        for name, value in row.items():
            yield block("cell", f"{number}.{name}", row.lines[name], str(value), language)


def _addressed(contents: Mapping[str, PageContent], texts: Iterable[Text]) -> Mapping[str, Page]:
    """The pages, each block with the address of the one that it translates: so anchors are the same."""
    given = {(text.path, words): original.address for text in texts for original, words in text.both()}
    pages = {}
    for path, content in contents.items():
        blocks = (replace(own, address=given.get((path, own), own.address)) for own in content.page.blocks)
        pages[path] = replace(content.page, blocks=tuple(blocks))
    return MappingProxyType(pages)


# What was declared to be translated


def declarations(layout: Layout, translated: Translated) -> Reading[Declarations]:
    file = layout.root / translated.record
    text = (yield from read_text(layout.root, translated.record)) if file.is_file() else None
    try:
        return read_declarations(text or "")
    except ValueError as error:
        line = int("".join(re.findall(r"\d+", str(error))[:1]) or 1)
        what = f"{error}: mend it, or take the lines of its page out and read that page anew (make translated PAGE=…)"
        yield Problem(translated.record, line, "undeclared-translation", what)
        return {}


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
