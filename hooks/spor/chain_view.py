"""The HTML of the chains: for each statement, item or source an article that leads up to the research questions."""

from __future__ import annotations

from markupsafe import Markup

from spor.chain import way
from spor.map.label import author_year, full
from spor.model import Entity, Mention
from spor.site import Site, citation_anchor
from spor.templates import render


def chains_view(site: Site, here: str, arguments: list[str]) -> Markup:
    """The chains of all entities of the kind that is named. Waits for the citations: they name the sources."""
    kind = arguments[0]
    entities = [entity for entity in site.trace.of_kind(kind) if site.has_chain(entity)]
    if kind == "source":
        place = {key: number for number, key in enumerate(site.formatted().entries)}
        entities.sort(key=lambda source: place[source.id])

    ways = [(entity, way(site.trace, site.index, entity)) for entity in entities]
    # One citation may name a work twice, for two of its pages: the first of these has the permalink.
    named: dict[tuple[str, str, str], Mention] = {}
    for entity, found in ways:
        for mention in (spot.mention for use in found.uses for spot in use.spots):
            if mention:
                named.setdefault((entity.id, mention.page, mention.anchor), mention)
    return render(
        "chains.html",
        site=site,
        here=here,
        kind=kind,
        heading=lambda entity: _heading(site, entity),
        full=lambda entity: full(site, entity),
        anchor=citation_anchor,
        all_questions=site.trace.of_kind("question"),
        ways=ways,
        named=named,
    )


def _heading(site: Site, entity: Entity) -> str:
    """What the chain of an entity is called: shortly, but not as another's."""
    if entity.kind == "source":
        return author_year(site, entity)
    return site.name(entity) if entity.kind == "letter_item" else site.short(entity)
