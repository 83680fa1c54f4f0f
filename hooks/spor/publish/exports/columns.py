"""The tables that are exported, each with its columns: what a column holds, of which type, and what it refers to.

From this one description come the CSV files, their codebook on the data page, and `datapackage.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from spor.publish.exports.claims import claim_rows
from spor.publish.exports.tables import entity_rows, mention_rows, relation_rows, rows_of_kind
from spor.publish.publication import Publication
from spor.trace.schema import DAY, Field

#: The table of all entities, to whose ids others refer.
ENTITIES = "entities"
#: The columns of the tables that have no data file, in order. After a name: `*` cells are never empty, `>` they hold an
#: id, `#` a number, `?` true or false, `|` several values.
_OWN = {
    "claims": (
        "id* title* type said_by said_as voice said_section said_words reach reach_section reach_words reservation "
        "reservation_section reservation_words informants# evidence_count# against_count# answers| evidence| against| "
        "builds_on| concepts| sources| sections| pages| thesis_warrants# editors_warrants# warrants| url"
    ),
    ENTITIES: "id* kind* title* label* url",
    "relations": "source*> name* target*> locator prefix resp section> words reason",
    "mentions": "target*> url* page* section> owner> citation*? locator prefix",
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
    """A table: its name, where its CSV file lies (without the suffix), what it holds, its columns and rows.

    `keyed`: the column `id` tells its rows apart.
    """

    name: str
    path: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Sequence[Mapping[str, Any]]]

    @property
    def keyed(self) -> bool:
        """Whether each row has an id of its own."""
        return any(column.name == "id" for column in self.columns)


def tables(publication: Publication, data: Mapping[str, str]) -> tuple[Table, ...]:
    """All tables; `data` maps a kind of entity to its data file."""
    names, label = publication.names, publication.site.label
    own = [
        Table("claims", names.claims, label("files", "claims"), (), partial(claim_rows, publication)),
        Table(ENTITIES, ENTITIES, label("files", ENTITIES), (), partial(entity_rows, publication)),
        Table("relations", "relations", label("files", "relations"), (), partial(relation_rows, publication)),
        Table("mentions", "mentions", label("files", "mentions"), (), partial(mention_rows, publication)),
    ]
    found = [_described(publication, table) for table in own]
    for kind, file in data.items():
        rows = partial(rows_of_kind, publication, kind)
        caption = label("files", kind)
        about = caption if caption != kind else label("kinds", kind)
        found.append(Table(kind, _stem(publication, file), about, _of_kind(publication, kind), rows))
    for file in names.tables:
        if file in publication.site.trace.tables:
            found.append(_given(publication, file))
    return tuple(found)


def _stem(publication: Publication, file: str) -> str:
    return f"{publication.names.rows}/{PurePosixPath(file).stem}"


def _described(publication: Publication, table: Table) -> Table:
    """A table of ours with its columns."""
    kinds = publication.site.trace.schema.kinds
    one_of = {
        (ENTITIES, "kind"): tuple(kinds),
        ("relations", "name"): tuple(
            dict.fromkeys(f.name for k in kinds.values() for f in k.fields.values() if f.targets)
        ),
        ("relations", "resp"): ("thesis", "editors"),
    }
    columns = tuple(
        Column(
            match["name"],
            words(publication, table.name, match["name"]),
            next((kind for mark, kind in _TYPES.items() if mark in match["marks"]), "string"),
            "*" in match["marks"],
            one_of.get((table.name, match["name"]), ()),
            "|" in match["marks"],
            ">" in match["marks"],
        )
        for match in _NAME.finditer(_OWN[table.name])
    )
    return replace(table, columns=columns)


def _of_kind(publication: Publication, kind: str) -> tuple[Column, ...]:
    """The columns of the entities of a kind: their fields, as the schema has them, and where the site shows them."""
    fields = publication.site.trace.schema.fields(kind)
    return tuple(_columns(publication, kind, fields.values()))


def _columns(publication: Publication, kind: str, fields: Iterable[Field]) -> Iterator[Column]:
    for field in fields:
        if field.name == "unused":
            continue
        yield Column(
            field.name,
            words(publication, kind, field.name),
            "date" if field.type == DAY else "string",
            field.required and not field.waived_by and not field.parts,
            field.one_of,
            field.many or field.type == "texts",
            bool(field.targets) and not field.many,
        )
    yield Column("url", words(publication, kind, "url"))


def _given(publication: Publication, file: str) -> Table:
    """A table that is no list of entities, as it was typed."""
    label, rows = publication.site.label, publication.site.trace.tables[file]
    stem = _stem(publication, file)
    name = PurePosixPath(stem).name

    def about(column: str) -> str:
        own = words(publication, name, column)
        return own if own != column else label("tables", file, column)

    columns = tuple(Column(column, about(column)) for column in (rows[0] if rows else ()))
    return Table(name, stem, label("tables", file, "caption"), columns, lambda: rows)


def words(publication: Publication, table: str, column: str) -> str:
    """What a column holds, in words: of this table, else of any, else what its relation is called, or its name."""
    for path in (("columns", table), ("columns", "any"), ("relations", table)):
        found = publication.site.label(*path, column)
        if found != column:
            return found
    return column
