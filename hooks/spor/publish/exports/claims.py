"""The claims in one wide table: a row a claim, with how it is put, what it rests on, and the warrants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spor.publish.publication import Publication
from spor.render.views.profile import profile
from spor.render.warrants import plain, voice, warrants_of
from spor.trace.trace import Entity
from spor.trace.warrant import NONE


def claim_rows(publication: Publication) -> list[dict[str, Any]]:
    """A row for each claim; a cell that lists things holds their ids."""
    return [_row(publication, claim) for claim in publication.site.trace.of_role("claim")]


def _row(publication: Publication, claim: Entity) -> dict[str, Any]:
    trace, counts = publication.site.trace, profile(publication.site.trace, claim)
    said, reach = _parts(claim, "said"), _parts(claim, "reach")
    warrants = warrants_of(claim)

    def ids(name: str) -> list[str]:
        return list(trace.targets(claim.id, name))

    relations = trace.outgoing.get(claim.id, ())
    why = [f"{r.name} {r.target}: {plain(publication.site, r.warrant)}" for r in relations if r.warrant]
    places = [str(place.fields.get("page", "")) for place in trace.related(claim, "sections")]
    return {
        "id": claim.id,
        "title": claim.title,
        "type": claim.fields.get("type", ""),
        "said_by": said.get("by", ""),
        "said_as": said.get("as", ""),
        "voice": voice(publication.site, claim),
        **_words("said", warrants),
        "reach": reach.get("of", ""),
        **_words("reach", warrants),
        "reservation": _parts(claim, "reservation").get("text", ""),
        **_words("reservation", warrants),
        "informants": counts.persons,
        "evidence_count": sum(counts.evidence.values()),
        "against_count": sum(counts.against.values()),
        **{name: ids(name) for name in ("answers", "evidence", "against", "builds_on", "concepts", "sources")},
        "sections": ids("sections"),
        "pages": list(dict.fromkeys(filter(None, places))),
        "thesis_warrants": sum(bool(relation.warrant.words) for relation in relations),
        "editors_warrants": sum(bool(relation.warrant.reason) for relation in relations),
        "warrants": why,
        "url": publication.entity_url(claim),
    }


def _parts(claim: Entity, field: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = claim.fields.get(field) or {}
    return found


def _words(name: str, warrants: Mapping[str, Any]) -> dict[str, str]:
    """The words of the thesis for a part of how a claim is put, and the section that has them."""
    warrant = warrants.get(name, NONE)
    return {f"{name}_section": warrant.section, f"{name}_words": warrant.words or warrant.reason}
