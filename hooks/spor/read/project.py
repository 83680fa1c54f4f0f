"""Reads a whole project (pages, data, bibliography) into one trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spor.trace.trace import Entity, Mention, Page, Place, Relation, Trace, ViewCall
from spor.trace.problem import Problem
from spor.read.bibliography import read_bib
from spor.read.record import Home, read_entity
from spor.read.page import PageContent, read_page
from spor.read.text import Record, item_lines, read_text, read_yaml
from spor.read.syntax import is_inside, section_anchor


@dataclass(frozen=True)
class Layout:
    """Where a project keeps what: folders and files relative to `root`, and which data file holds which kind.

    `data` maps a kind to its YAML file below `docs`; `homes` maps a kind to the page on which a view
    lists its entities, each at an anchor of its own id.
    """

    root: Path
    docs: str
    bibliography: str
    data: Mapping[str, str]
    homes: Mapping[str, str]


#: Changes the text of a page before it is read; given the text, the path below `docs` and the path below the root.
Edit = Callable[[str, str, str], str]


def _as_written(text: str, _: str, __: str) -> str:
    return text


def read_trace(layout: Layout, pages: tuple[str, ...], edit: Edit = _as_written) -> Trace:
    """The trace of the project; `pages` are the Markdown files below `docs`, in the site's order.

    Never raises for bad content: every problem of reading is in `trace.problems`, in no special order.
    """
    problems: list[Problem] = []
    entities: list[Entity] = []
    relations: list[Relation] = []
    for kind, file in layout.data.items():
        shown = f"{layout.docs}/{file}"
        text = read_text(layout.root / shown, shown, problems)
        if text is not None:
            listed, own, found = _data(text, kind, shown, layout.homes.get(kind, ""))
            entities += listed
            relations += own
            problems += found
    bibliography = read_text(layout.root / layout.bibliography, layout.bibliography, problems)
    if bibliography is not None:
        works, found = _bibliography(bibliography, layout.bibliography, layout.homes.get("source", ""))
        entities += works
        problems += found
    sections = {section_anchor(entity.id): entity.id for entity in entities if entity.kind == "section"}
    known = frozenset(sections.items())
    contents: list[PageContent] = []
    for path in pages:
        shown = f"{layout.docs}/{path}"
        text = read_text(layout.root / shown, shown, problems)
        if text is not None:
            content, found = _page(edit(text, path, shown), path, shown, known)
            contents.append(content)
            problems += found
    for content in contents:
        entities += [content.entity] if content.entity else []
        relations += content.relations
    placed = _place_sections(entities, contents, problems)
    mentions: list[Mention] = [mention for content in contents for mention in content.mentions]
    views: list[ViewCall] = [view for content in contents for view in content.views]
    by_path: dict[str, Page] = {content.page.path: content.page for content in contents}
    return Trace(
        MappingProxyType(_by_id(placed, problems)),
        tuple(relations),
        tuple(mentions),
        tuple(views),
        MappingProxyType(by_path),
        MappingProxyType(_tables(layout, views, problems)),
        tuple(problems),
    )


@lru_cache(maxsize=32768)
def _page(text: str, path: str, shown: str, sections: frozenset[tuple[str, str]]) -> tuple[PageContent, list[Problem]]:
    """A page as read, and its problems; kept, since under `mkdocs serve` most pages stay as they are."""
    problems: list[Problem] = []
    return read_page(text, path, shown, _by_anchor(sections), problems), problems


@lru_cache(maxsize=2)
def _by_anchor(sections: frozenset[tuple[str, str]]) -> Mapping[str, str]:
    """The sections as a mapping, made once for all pages: the more there are of the one, the more of the other."""
    return dict(sections)


@lru_cache(maxsize=64)
def _bibliography(text: str, shown: str, home: str) -> tuple[tuple[Entity, ...], list[Problem]]:
    """The works of a bibliography, and its problems; kept as pages are."""
    problems: list[Problem] = []
    return read_bib(text, shown, home, problems), problems


@lru_cache(maxsize=64)
def _data(text: str, kind: str, shown: str, home: str) -> tuple[list[Entity], list[Relation], list[Problem]]:
    """The entities and relations of one data file, a list with one record an entity, and its problems; kept as well."""
    entities: list[Entity] = []
    relations: list[Relation] = []
    problems: list[Problem] = []
    for record in _records(text, shown, problems):
        entity, own = read_entity(record, kind, shown, Home(home, anchored=True), problems)
        entities += [entity] if entity else []
        relations += own
    return entities, relations, problems


def _records(text: str, shown: str, problems: list[Problem]) -> list[Record]:
    before = len(problems)
    value = read_yaml(text, shown, 1, problems)
    if not value and len(problems) == before:
        problems.append(Problem(shown, 1, "wrong-type", "the file is empty: it must be a list of records"))
    if value and not isinstance(value, list):
        problems.append(Problem(shown, 1, "wrong-type", "the file must be a list: begin each record with '- '"))
        return []
    records = []
    for number, item in enumerate(value or [], 1):
        if isinstance(item, Record):
            records.append(item)
        else:
            line = item_lines(text)[number - 1]
            problems.append(Problem(shown, line, "wrong-type", f"item {number} of the list is not a record"))
    return records


def _tables(layout: Layout, views: list[ViewCall], problems: list[Problem]) -> dict[str, Any]:
    """The records of the data files that a view `table FILE` names; each has the same fields, each of them a text."""
    calls = [view.call.split() for view in views]
    files = {call[1] for call in calls if len(call) == 2 and call[0] == "table" and is_inside(call[1])}
    tables: dict[str, Any] = {}
    for file in sorted(files):
        shown = f"{layout.docs}/{file}"
        text = read_text(layout.root / shown, shown, problems)
        rows = tables[file] = () if text is None else tuple(_records(text, shown, problems))
        for row in rows:
            if list(row) != list(rows[0]) or not all(isinstance(cell, str) and cell.strip() for cell in row.values()):
                what = f"each row must have the same fields ({', '.join(rows[0])}), in this order, each with a text"
                problems.append(Problem(shown, row.line, "table-shape", what))
    return tables


def _place_sections(entities: list[Entity], contents: list[PageContent], problems: list[Problem]) -> list[Entity]:
    """Gives each section the page and the anchor of its heading; a heading of another title is a problem."""
    found: dict[str, tuple[str, str, Place]] = {}
    for content in contents:
        for anchor, (text, line) in content.anchors.items():
            found.setdefault(anchor, (content.page.path, text, Place(content.page.place.path, line)))
    placed = []
    for entity in entities:
        anchor = section_anchor(entity.id)
        if entity.kind == "section" and anchor in found:
            page, text, place = found[anchor]
            wanted = f"{entity.fields.get('number', '')} {entity.title}"
            if text != wanted:
                what = f"the heading is '{text}', in the thesis '{wanted}'"
                problems.append(Problem(place.path, place.line, "section-heading", what))
            entity = replace(entity, page=page, anchor=anchor)
        placed.append(entity)
    return placed


def _by_id(entities: list[Entity], problems: list[Problem]) -> dict[str, Entity]:
    known: dict[str, Entity] = {}
    for entity in entities:
        if entity.id in known:
            first = known[entity.id].place
            what = f"'{entity.id}' stands already at {first.path}:{first.line}"
            problems.append(Problem(entity.place.path, entity.place.line, "duplicate-id", what))
        else:
            known[entity.id] = entity
    return known
