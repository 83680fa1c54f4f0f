"""The trace as tables: CSV after RFC 4180 (UTF-8, CR LF), and the same rows as JSON where cells hold lists."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spor.publish.exports.trace_json import own_fields
from spor.publish.publication import Publication
from spor.render.views.claims import profile
from spor.render.warrants import plain, voice, warrants_of
from spor.trace.trace import Entity
from spor.trace.warrant import NONE

#: Between the items of a list within a cell.
_SEPARATOR = " | "
#: What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def claim_row(publication: Publication, claim: Entity) -> dict[str, Any]:
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


def entity_row(publication: Publication, entity: Entity) -> dict[str, Any]:
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


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, with these columns; a list becomes one cell, and no cell is one that a spreadsheet runs."""
    text = io.StringIO()
    writer = csv.writer(text)  # its defaults are those of RFC 4180
    writer.writerow(columns)
    writer.writerows([_harmless(_cell(row.get(column, ""))) for column in columns] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: one that would begin a formula begins with an apostrophe instead."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(value: Any) -> str:
    match value:
        case {"resp": "thesis", "section": section, "words": words}:
            return f"{section}: {words}"
        case {"resp": "editors", "reason": reason}:
            return str(reason)
        case Mapping():
            return _SEPARATOR.join(f"{name}: {_cell(inner)}" for name, inner in value.items())
        case list():
            return _SEPARATOR.join(map(_cell, value))
        case bool():
            return str(value).lower()
    return str(value)
