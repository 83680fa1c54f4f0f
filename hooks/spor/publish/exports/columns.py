"""The tables that are exported, each with its columns: what a column holds, of which type, and what it refers to.

From this one description come the CSV files, their codebook on the data page, and `datapackage.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from spor.publish.exports.tables import claim_rows, entity_rows, mention_rows, relation_rows, rows_of_kind
from spor.publish.publication import Publication
from spor.trace.schema import DAY

Rows = Sequence[Mapping[str, Any]]

#: The table of all entities, to whose ids others refer.
ENTITIES = "entities"
#: The tables that have no data file: what makes the rows, and the columns in order. After a name: `*` cells are never
#: empty, `>` they hold an id, `#` a number, `?` true or false, `|` several values.
_OWN: dict[str, tuple[Callable[[Publication], Rows], str]] = {
    "claims": (
        claim_rows,
        "id* title* type said_by said_as voice said_section> said_words reach reach_section> reach_words reservation "
        "reservation_section> reservation_words informants# evidence_count# against_count# answers| evidence| against| "
        "builds_on| concepts| sources| sections| pages| thesis_warrants# editors_warrants# warrants| url",
    ),
    ENTITIES: (entity_rows, "id* kind* title* label* url"),
    "relations": (relation_rows, "source*> name* target*> locator prefix resp section> words reason"),
    "mentions": (mention_rows, "target*> url* page* section> owner> citation*? locator prefix"),
}
_TYPES = {"#": "integer", "?": "boolean"}
_NAME = re.compile(r"(?P<name>\w+)(?P<marks>\W*)")


@dataclass(frozen=True)
class Column:
    """A column. `type` is Frictionless' (string, integer, boolean, date); `many`: a cell may hold several values.

    `one_of` are the only values that there are, `refers`: each value is the id of an entity.
    """

    name: str
    about: str
    type: str = "string"
    required: bool = False
    one_of: tuple[str, ...] = ()
    many: bool = False
    refers: bool = False


@dataclass(frozen=True)
class Table:
    """A table: where its CSV file lies (without the suffix), what it holds, its columns, and what makes its rows."""

    path: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Rows]


def tables(publication: Publication, data: Mapping[str, str]) -> tuple[Table, ...]:
    """All tables; `data` maps a kind of entity to its data file."""
    return (
        *(_own(publication, name) for name in _OWN),
        *(_of_kind(publication, kind, file) for kind, file in data.items()),
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
            match["name"],
            _described(publication, name, match["name"]),
            next((kind for mark, kind in _TYPES.items() if mark in match["marks"]), "string"),
            "*" in match["marks"],
            one_of.get((name, match["name"]), ()),
            "|" in match["marks"],
            ">" in match["marks"],
        )
        for match in _NAME.finditer(columns)
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
        )
        for field in publication.site.trace.schema.fields(kind).values()
        if field.name != "unused"
    ]
    columns.append(Column("url", _described(publication, kind, "url")))
    about = label("files" if publication.site.locale.has("files", kind) else "kinds", kind)
    return Table(_path(publication, file), about, tuple(columns), partial(rows_of_kind, publication, kind))


def _given(publication: Publication, file: str) -> Table:
    """A table that is no list of entities, as it was typed."""
    label, rows = publication.site.label, publication.site.trace.tables[file]
    path = _path(publication, file)

    def about(column: str) -> str:
        return _words(publication, PurePosixPath(path).name, column) or label("tables", file, column)

    def type_of(column: str) -> str:
        return "integer" if all(row[column].isascii() and row[column].isdigit() for row in rows) else "string"

    columns = tuple(Column(column, about(column), type_of(column)) for column in (rows[0] if rows else ()))
    return Table(path, label("tables", file, "caption"), columns, lambda: rows)


def _path(publication: Publication, file: str) -> str:
    return f"{publication.names.rows}/{PurePosixPath(file).stem}"


def _described(publication: Publication, table: str, column: str) -> str:
    """What a column holds, in words; its name, where there are none."""
    return _words(publication, table, column) or column.replace("_", " ")


def _words(publication: Publication, table: str, column: str) -> str:
    """What a column holds, in words: of this table, else of any, else what its relation is called, if that."""
    for path in (("columns", table), ("columns", "any"), ("relations", table)):
        if publication.site.locale.has(*path, column):
            return publication.site.label(*path, column)
    return ""
