"""The tables that are exported, each with its rows and its columns: what a column holds, of which type, and what it
refers to. From this one description come the CSV files, their codebook on the data page, and `datapackage.json`.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from spor.publish.exports.trace_json import entity_data, mention_data, own_fields, relation_data
from spor.publish.publication import Publication
from spor.render.views.claims import profile
from spor.render.warrants import plain, voice, warrants_of
from spor.trace.schema import DAY, GROUPS, Field
from spor.trace.trace import Entity
from spor.trace.warrant import NONE

Rows = Sequence[Mapping[str, Any]]

#: The table of all entities, to whose ids others refer.
ENTITIES = "entities"
#: The tables that have no data file: what makes the rows, and the columns in order. After a name: `*` cells are never
#: empty, `>` they hold an id, `#` a number, `?` true or false, `|` several values.
_OWN: dict[str, tuple[Callable[[Publication], Rows], str]] = {
    "claims": (
        lambda p: [_claim_row(p, claim) for claim in p.site.trace.of_role("claim")],
        "id* title* type said_by said_as voice said_section> said_words reach reach_section> reach_words reservation "
        "reservation_section> reservation_words informants# evidence_count# against_count# answers| evidence| against| "
        "builds_on| concepts| sources| sections| pages| thesis_warrants# editors_warrants# warrants| url",
    ),
    ENTITIES: (
        lambda p: [entity_data(p, entity) for entity in p.site.trace.entities.values()],
        "id* kind* title* label* url",
    ),
    "relations": (
        lambda p: [relation_data(relation) for relation in p.site.trace.relations],
        "source*> name* target*> locator prefix resp section> words reason",
    ),
    "mentions": (
        lambda p: [mention_data(p, mention) for mention in p.site.trace.mentions],
        "target*> url* page* section> owner> citation*? locator prefix",
    ),
}
_TYPES = {"#": "integer", "?": "boolean"}


@dataclass(frozen=True)
class Column:
    """A column. `type` is Frictionless' (string, integer, boolean, date); `many`: a cell may hold several values.

    `one_of` are the only values that there are, `words` what they mean in the language of the site, as far as that is
    told, `refers`: each value is the id of an entity.
    """

    name: str
    about: str
    type: str = "string"
    required: bool = False
    one_of: tuple[str, ...] = ()
    many: bool = False
    refers: bool = False
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table: where its CSV file lies (without the suffix), what it holds, its columns, and what makes its rows."""

    path: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Rows]


def tables(publication: Publication) -> tuple[Table, ...]:
    """All tables: ours, that of each kind with a data file, and those without entities that may be given away."""
    return (
        *(_own(publication, name) for name in _OWN),
        *(_of_kind(publication, kind, file) for kind, file in publication.data.items()),
        *(_given(publication, file) for file in publication.names.tables if file in publication.site.trace.tables),
    )


def _own(publication: Publication, name: str) -> Table:
    """A table of ours."""
    schema, (rows, columns) = publication.site.trace.schema, _OWN[name]
    one_of = {
        (ENTITIES, "kind"): tuple(schema.kinds),
        ("relations", "name"): schema.relations(),
        ("relations", "resp"): ("thesis", "editors"),
    }
    described = tuple(
        Column(
            column,
            _described(publication, name, column),
            next((kind for mark, kind in _TYPES.items() if mark in marks), "string"),
            "*" in marks,
            one_of.get((name, column), ()),
            "|" in marks,
            ">" in marks,
        )
        for column, marks in re.findall(r"(\w+)(\W*)", columns)
    )
    path = publication.names.claims if name == "claims" else name
    return Table(path, publication.site.label("files", name), described, partial(rows, publication))


def _of_kind(publication: Publication, kind: str, file: str) -> Table:
    """The entities of a kind: their fields, as the schema has them, and where the site shows them."""
    label = publication.site.label
    columns = [
        Column(
            field.name,
            _described(publication, kind, field.name),
            "date" if field.type == DAY else "string",
            field.required and not field.waived_by and not field.parts,
            field.one_of,
            field.many or field.type == "texts",
            bool(field.targets) and not field.many,
            _meanings(publication, field),
        )
        for field in publication.site.trace.schema.fields(kind).values()
        if field.name != "unused"
    ]
    columns.append(Column("url", _described(publication, kind, "url")))
    about = label("held" if publication.site.locale.has("held", kind) else "kinds", kind)
    path = f"{publication.names.rows}/{PurePosixPath(file).stem}"
    entities = publication.site.trace.of_kind(kind)
    return Table(path, about, tuple(columns), lambda: [_entity_row(publication, entity) for entity in entities])


def _given(publication: Publication, file: str) -> Table:
    """A table that is no list of entities, as it was typed."""
    name, rows, locale = PurePosixPath(file).stem, publication.site.trace.tables[file], publication.site.locale

    def column(called: str) -> Column:
        values = dict.fromkeys(row[called] for row in rows)
        number = all(value.isascii() and value.isdigit() for value in values)
        paths = [(value, path) for value in values for path in (("values", called, value), ("tables", file, value))]
        words = {value: locale.label(*path) for value, path in paths if locale.has(*path)}
        about = _described(publication, name, called, file)
        return Column(called, about, "integer" if number else "string", words=words)

    columns = tuple(map(column, rows[0] if rows else ()))
    about = locale.label("tables", file, "caption")
    return Table(f"{publication.names.rows}/{name}", about, columns, lambda: rows)


def _described(publication: Publication, table: str, column: str, file: str = "") -> str:
    """What a column holds, in words: of this table, else of any, else what its relation (or the column) is called."""
    paths = (("columns", table), ("columns", "any"), ("relations", table), ("tables", file))
    known = (path for path in paths if publication.site.locale.has(*path, column))
    return publication.site.label(*next(known, ("columns", table)), column)


def _meanings(publication: Publication, field: Field) -> dict[str, str]:
    """What the values of a field mean, as far as there are words for them; of listed ones, not the word itself."""
    locale = publication.site.locale
    if field.one_of:
        told = (value for value in field.one_of if locale.has("values", field.name, value))
        found = {value: locale.label("values", field.name, value) for value in told}
        return {value: words for value, words in found.items() if words.casefold() != value.casefold()}
    group = GROUPS.get(field.name, "")
    return {value: locale.label(group, value) for value in locale.keys(group)} if group else {}


def _claim_row(publication: Publication, claim: Entity) -> dict[str, Any]:
    """A claim: how it is put, what it rests on, and the warrants; a cell that lists things holds their ids."""
    trace, counts = publication.site.trace, profile(publication.site.trace, claim)
    relations, warrants = trace.outgoing.get(claim.id, ()), warrants_of(claim)
    said, reach, reservation = (claim.fields.get(name) or {} for name in ("said", "reach", "reservation"))
    pages = (str(place.fields.get("page", "")) for place in trace.related(claim, "sections"))
    row = {
        "id": claim.id,
        "title": claim.title,
        "type": claim.fields.get("type", ""),
        "said_by": said.get("by", ""),
        "said_as": said.get("as", ""),
        "voice": voice(publication.site, claim),
        "reach": reach.get("of", ""),
        "reservation": reservation.get("text", ""),
        "informants": counts.persons,
        "evidence_count": sum(counts.evidence.values()),
        "against_count": sum(counts.against.values()),
        "pages": list(dict.fromkeys(filter(None, pages))),
        "thesis_warrants": sum(bool(relation.warrant.words) for relation in relations),
        "editors_warrants": sum(bool(relation.warrant.reason) for relation in relations),
        "warrants": [f"{r.name} {r.target}: {plain(publication.site, r.warrant)}" for r in relations if r.warrant],
        "url": publication.entity_url(claim),
    }
    for name in ("said", "reach", "reservation"):
        warrant = warrants.get(name, NONE)
        row |= {f"{name}_section": warrant.section, f"{name}_words": warrant.words or warrant.reason}
    for name in ("answers", "evidence", "against", "builds_on", "concepts", "sources", "sections"):
        row[name] = list(trace.targets(claim.id, name))
    return row


def _entity_row(publication: Publication, entity: Entity) -> dict[str, Any]:
    """An entity with its data and relations, the columns as the schema has them."""
    own = own_fields(entity)
    row: dict[str, Any] = {"id": entity.id}
    for field in publication.site.trace.schema.fields(entity.kind).values():
        if field.targets:
            targets = list(publication.site.trace.targets(entity.id, field.name))
            row[field.name] = targets if field.many else "".join(targets)
        elif field.name not in ("id", "unused"):
            row[field.name] = own.get(field.name, "")
    return {**row, "url": publication.entity_url(entity)}
