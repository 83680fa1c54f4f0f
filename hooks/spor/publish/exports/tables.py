"""The trace as tables: CSV after RFC 4180 (UTF-8, CR LF), and the same rows as JSON where cells hold lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spor.publish.exports.trace_json import json_list, own_fields, warranted
from spor.publish.publication import Publication
from spor.trace.trace import Entity

#: Between the items of a list within a cell.
SEPARATOR = " | "
#: What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def entity_rows(publication: Publication) -> list[dict[str, str]]:
    """Every entity."""
    return [
        {
            "id": entity.id,
            "kind": entity.kind,
            "title": publication.title(entity),
            "label": publication.label(entity),
            "url": publication.entity_url(entity),
        }
        for entity in publication.site.trace.entities.values()
    ]


def relation_rows(publication: Publication) -> list[dict[str, str]]:
    """Every relation, as written, and why it stands."""
    return [
        {
            "source": relation.source,
            "name": relation.name,
            "target": relation.target,
            "locator": relation.locator,
            "prefix": relation.prefix,
            **warranted(relation.warrant),
        }
        for relation in publication.site.trace.relations
    ]


def mention_rows(publication: Publication) -> list[dict[str, str]]:
    """Every mention in the prose, with the URL of its very place; `citation` is `true` or `false`."""
    return [
        {
            "target": mention.target,
            "url": publication.url(mention.page, mention.anchor),
            "page": publication.url(mention.page),
            "section": mention.section,
            "owner": mention.owner,
            "citation": str(mention.citation).lower(),
            "locator": mention.locator,
            "prefix": mention.prefix,
        }
        for mention in publication.site.trace.mentions
    ]


def rows_of_kind(publication: Publication, kind: str) -> list[dict[str, Any]]:
    """The entities of a kind with their data and relations: one row each, the columns as the schema has them."""
    return [_row(publication, entity) for entity in publication.site.trace.of_kind(kind)]


def _row(publication: Publication, entity: Entity) -> dict[str, Any]:
    own = own_fields(entity)
    row: dict[str, Any] = {"id": entity.id}
    for field in publication.site.trace.schema.fields(entity.kind).values():
        if field.targets:
            targets = list(publication.site.trace.targets(entity.id, field.name))
            row[field.name] = targets if field.many else "".join(targets)
        elif field.name not in ("id", "unused"):
            row[field.name] = own.get(field.name, "")
    return {**row, "url": publication.entity_url(entity)}


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, with these columns; a list becomes one cell, and no cell is one that a spreadsheet runs."""
    text = io.StringIO()
    writer = csv.writer(text)  # its defaults are those of RFC 4180
    writer.writerow(columns)
    writer.writerows([_harmless(_cell(row.get(column, ""))) for column in columns] for row in rows)
    return text.getvalue()


def rows_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as JSON."""
    return json_list(rows) + "\n"


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: one that would begin a formula begins with an apostrophe instead."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return SEPARATOR.join(f"{name}: {_cell(inner)}" for name, inner in value.items())
    return SEPARATOR.join(map(_cell, value)) if isinstance(value, list) else str(value)
