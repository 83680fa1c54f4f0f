"""Reads a whole project (pages, data, bibliography) into one trace, and the other words by which it may be searched."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from spor.read.bibliography import read_bibliography
from spor.read.blocks import Splitter
from spor.read.layout import Layout
from spor.read.page import PageContent, declared_entity, read_page
from spor.read.record import read_entity
from spor.read.syntax import is_inside, section_anchor
from spor.read.tables import COUNTS, naming_problems, shape_problems
from spor.read.text import Items, Record, is_text, read_text, read_yaml
from spor.trace.problem import Place, Problem, Reading, collect, loss_at, problem_at, reports, suggestion
from spor.trace.trace import Entity, Relation, Trace, ViewCall, grouped

#: Other words by which readers may look for something: for the entity of an id, or for the page of a path.
Synonyms = Mapping[str, tuple[str, ...]]
#: Changes the text of a page before it is read; given the text, the path below `docs` and the path below the root.
Edit = Callable[[str, str, str], str]


def as_written(text: str, _: str, __: str) -> str:
    """The text as it is."""
    return text


def read_trace(layout: Layout, pages: tuple[str, ...], edit: Edit = as_written) -> Trace:
    """The trace of the project; `pages` are the Markdown files below `docs`, in the site's order.

    Never raises for bad content: every problem of reading is in `trace.problems`, in no special order.
    """
    trace, problems = collect(_read(layout, pages, edit))
    return replace(trace, problems=problems)


def _read(layout: Layout, pages: tuple[str, ...], edit: Edit) -> Reading[Trace]:
    records: list[tuple[Entity, list[Relation]]] = []
    for kind, file in layout.data.items():
        records += yield from _data(layout, kind, file)
    bibliography = yield from read_text(layout.root, layout.bibliography)
    if bibliography is not None:
        home = layout.homes.get("source", "")
        declared = layout.schema.fields("source")
        works = yield from read_bibliography(bibliography, layout.bibliography, home, declared)
        records += [(work, []) for work in works]
    sections = {section_anchor(entity.id): entity.id for entity, _ in records if entity.kind == "section"}
    contents: list[PageContent] = []
    split = Splitter(layout.locale.language)
    for path in pages:
        where = f"{layout.docs}/{path}"
        text = yield from read_text(layout.root, where)
        if text is not None:
            own = partial(declared_entity, path, where, layout.schema, layout.locale.editors)
            known = partial(split, former=layout.addresses.get(path, ()))
            contents.append((yield from read_page(edit(text, path, where), path, where, sections, own, known)))
    records += [(content.entity, content.relations) for content in contents if content.entity]
    placed = yield from place_sections([entity for entity, _ in records], contents)
    entities = yield from _by_id(placed)
    owned = zip(placed, records, strict=True)  # those of a second entity with the same id would count as written twice
    relations = [relation for entity, (_, own) in owned if entities[entity.id] is entity for relation in own]
    return (yield from assembled(layout, entities, relations, contents))


def assembled(
    layout: Layout, entities: Mapping[str, Entity], relations: Iterable[Relation], contents: Collection[PageContent]
) -> Reading[Trace]:
    """The trace of entities, their relations and what the pages hold, with the tables that the pages' views name."""
    views = tuple(view for content in contents for view in content.views)
    trace = Trace(
        entities=MappingProxyType(entities),
        relations=tuple(relations),
        mentions=tuple(mention for content in contents for mention in content.mentions),
        views=views,
        pages=MappingProxyType({content.page.path: content.page for content in contents}),
        tables=MappingProxyType((yield from _tables(layout, views))),
        schema=layout.schema,
        original=layout.original,
    )
    for file, rows in trace.tables.items():
        yield from naming_problems(trace, rows, layout.path_of(file))
    return trace


def _data(layout: Layout, kind: str, file: str) -> Reading[list[tuple[Entity, list[Relation]]]]:
    """The entities of one data file, a list with one record an entity, each with its relations."""
    found: list[tuple[Entity, list[Relation]]] = []
    where, home = f"{layout.docs}/{file}", layout.homes.get(kind, "")
    for record in (yield from read_records(layout.root, where, some=False)):
        entity, own = yield from read_entity(record, layout.schema.kinds[kind], where, layout.locale.editors)
        found += [(replace(entity, page=home, anchor=entity.id), own)] if entity else []
    return found


def read_records(root: Path, where: str, *, some: bool = True) -> Reading[list[Record]]:
    """The records of the data file `where` below `root`, of which there must be some; none of one that cannot be read.

    Where there need not be `some`, the list may be `[]`, but not left out: a file with nothing in it may be damaged.
    """
    text = yield from read_text(root, where)
    if text is None:
        return []
    value, problems = collect(read_yaml(text, where))
    yield from problems
    if value is None or (some and not value):
        none = "" if some else ", or [] if there are none"
        if not problems:
            yield loss_at(where, 1, "wrong-type", f"the file is empty: it must be a list of records{none}")
    elif not isinstance(value, Items):
        yield loss_at(where, 1, "wrong-type", "the file must be a list: begin each record with '- '")
    items = value if isinstance(value, Items) else Items()
    for number, (item, line) in enumerate(zip(items, items.lines, strict=True), 1):
        if not isinstance(item, Record):
            yield loss_at(where, line, "wrong-type", f"item {number} of the list is not a record")
    return [item for item in items if isinstance(item, Record)]


def _tables(layout: Layout, views: Iterable[ViewCall]) -> Reading[dict[str, tuple[Record, ...]]]:
    """The records of the data files that a view of a table or of counts names."""
    calls = (view.words for view in views if len(view.words) == 2)
    shown = grouped((file, name) for name, file in calls if name in ("table", *COUNTS) and is_inside(file))
    tables = {}
    for file in sorted(shown):
        where = layout.path_of(file)
        tables[file] = tuple((yield from read_records(layout.root, where)))
        yield from shape_problems(tables[file], where, frozenset(shown[file]))
    return tables


@reports(section_heading="The heading of a section is that of the thesis.")
def place_sections(entities: list[Entity], contents: list[PageContent]) -> Reading[list[Entity]]:
    """Gives each section the page and the anchor of its heading."""
    found = grouped(
        (anchor, (content.page.path, text, Place(content.page.place.path, line)))
        for content in contents
        for anchor, (text, line) in content.anchors.items()
    )
    placed = []
    for entity in entities:
        anchor = section_anchor(entity.id)
        if entity.kind == "section" and anchor in found:
            (page, text, place), *more = found[anchor]
            for _, _, other in more:
                what = f"'#{anchor}', the place of {entity.id}, stands already at {place.path}:{place.line}"
                yield problem_at(other, "duplicate-anchor", what)
            wanted = f"{entity.fields.get('number', '')} {entity.title}"
            if text != wanted:
                yield problem_at(place, "section-heading", f"the heading is '{text}', in the thesis '{wanted}'")
            entity = replace(entity, page=page, anchor=anchor)
        placed.append(entity)
    return placed


@reports(duplicate_id="No two entities have the same id, nor ids that differ only in case.")
def _by_id(entities: list[Entity]) -> Reading[dict[str, Entity]]:
    """The entities by their ids. Two ids that differ only in case are one file on many a disk."""
    known: dict[str, Entity] = {}
    spelt: dict[str, Entity] = {}
    for entity in entities:
        first = spelt.setdefault(entity.id.casefold(), entity)
        if first is not entity:
            differs = f" as '{first.id}'" if first.id != entity.id else ""
            what = f"'{entity.id}' stands already at {first.place.path}:{first.place.line}{differs}"
            yield problem_at(entity.place, "duplicate-id", what)
        known.setdefault(entity.id, entity)
    return known


@reports(
    synonyms="Other words for something: an id, of an entity or a page, and words, each once.",
    unknown_synonym="What other words stand for is an entity or a page.",
)
def read_synonyms(root: Path, where: str, trace: Trace) -> Reading[Synonyms]:
    """The synonyms in the data file `where` below `root`: a list of records with `id` and `words`."""
    found: dict[str, tuple[str, ...]] = {}
    for record in (yield from read_records(root, where)):
        name, words = record.get("id"), record.get("words")
        if set(record) != {"id", "words"} or not (
            is_text(name) and isinstance(words, list) and words and all(map(is_text, words))
        ):
            yield Problem(where, record.line, "synonyms", "must have an 'id', and 'words' that are a list of texts")
        elif name not in trace.entities and name not in trace.pages:
            if trace.may_be_lost(name):
                continue
            near = suggestion(name, [*trace.entities, *trace.pages])
            yield Problem(where, record.line, "unknown-synonym", f"there is no '{name}'{near}")
        elif name in found:
            yield Problem(where, record.line, "synonyms", f"'{name}' has words already: add these to them")
        else:
            found[name] = tuple(words)
    return found
