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


def entities_csv(publication: Publication) -> str:
    """Every entity: id, kind, title, label and URL."""
    rows = [
        (e.id, e.kind, publication.title(e), publication.label(e), publication.entity_url(e))
        for e in publication.site.trace.entities.values()
    ]
    return _csv(("id", "kind", "title", "label", "url"), rows)


def relations_csv(publication: Publication) -> str:
    """Every relation, as written: source, name, target, locator and prefix, and why it stands."""
    why = ("resp", "section", "words", "reason")
    rows = [
        (r.source, r.name, r.target, r.locator, r.prefix, *(warranted(r.warrant).get(name, "") for name in why))
        for r in publication.site.trace.relations
    ]
    return _csv(("source", "name", "target", "locator", "prefix", *why), rows)


def mentions_csv(publication: Publication) -> str:
    """Every mention in the prose, with the URL of its very place; `citation` is `true` or `false`."""
    rows = [
        (
            mention.target,
            publication.url(mention.page, mention.anchor),
            publication.url(mention.page),
            mention.section,
            mention.owner,
            str(mention.citation).lower(),
            mention.locator,
            mention.prefix,
        )
        for mention in publication.site.trace.mentions
    ]
    return _csv(("target", "url", "page", "section", "owner", "citation", "locator", "prefix"), rows)


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


def rows_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of the same columns as CSV; a list becomes one cell."""
    columns = list(rows[0]) if rows else []
    return _csv(columns, [[_cell(row.get(column)) for column in columns] for row in rows])


def rows_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as JSON."""
    return json_list(rows) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return SEPARATOR.join(f"{name}: {_cell(inner)}" for name, inner in value.items())
    return SEPARATOR.join(map(_cell, value)) if isinstance(value, list) else str(value or "")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)  # its defaults are those of RFC 4180
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
