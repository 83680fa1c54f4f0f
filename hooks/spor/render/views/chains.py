"""The chains: for each statement, item or source an article that leads up to the research questions."""

from __future__ import annotations

from functools import partial
from typing import Any

from spor.render.comparison import place_in
from spor.render.site import Site, citation_anchor
from spor.render.views.map.graph import called, full
from spor.trace.change import place_of
from spor.trace.path import path_of
from spor.trace.trace import Entity, Mention
from spor.trace.view import view


@view("chains", takes="kind", roles=("evidence", "source"), searched=False)
def chains(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """The chains of all entities of the kind that is named. Waits for the citations: they name the sources."""
    kind = site.trace.schema.kinds[arguments[0]]
    entities = [entity for entity in site.trace.of_kind(kind.id) if site.has_chain(entity)]
    if kind.role == "source":
        order = list(site.formatted().entries)
        entities.sort(key=lambda source: order.index(source.id))
    given: set[str] = set()

    def anchor(entity: Entity, mention: Mention) -> str:
        """The id of a citation or mention, given once: one citation may name a work twice, for two of its pages."""
        own = citation_anchor(entity.id, mention.page, mention.anchor)
        first = own not in given
        given.add(own)
        return own if first else ""

    return {
        "kind": kind,
        "heading": lambda entity: site.head(entity) if site.names_speaker(entity) else called(site, entity),
        "full": partial(full, site),
        "paths": [(entity, path_of(site.trace, entity)) for entity in entities],
        "told": partial(_told, site),
        "anchor": anchor,
    }


def _told(site: Site, entity: Entity) -> list[tuple[str, Entity, str]]:
    """Where an entity is told, and what it answers: its relations to one entity, by name, and where in that it is."""
    found = []
    for asked in site.trace.schema.fields(entity.kind).values():
        for target in site.trace.related(entity, asked.name) if asked.targets and not asked.many else ():
            role, name = site.trace.role(target), site.locale.relation(entity.kind, asked.name)
            if role in ("place", "instrument"):
                where = place_in(site, *place_of(site.trace, entity)) if role == "place" else ""
                found.append((name, target, where))
    return found
