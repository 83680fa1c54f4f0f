"""What is used, and for what: under each work, which page of it is cited, where, and in which sentence; and the chains:
for each statement, item or work an article that leads up to the research questions."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

from spor.render.backlinks import by_place, sentence
from spor.render.site import Site, citation_anchor
from spor.render.views.changes import place_in
from spor.render.views.map.graph import called, full
from spor.trace.change import place_of
from spor.trace.path import path_of
from spor.trace.trace import Entity, Mention, grouped
from spor.trace.view import view


@view("literature")
def literature(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The works in the order of the list of references."""
    return {"sources": _as_listed(site, site.trace.of_role("source")), "sentence": sentence, "cited": cited}


def _as_listed(site: Site, sources: Iterable[Entity]) -> list[Entity]:
    """Works in the order of the list of references."""
    order = list(site.formatted.entries)
    return sorted(sources, key=lambda source: order.index(source.id))


def cited(site: Site, source: Entity) -> list[tuple[str, Collection[Sequence[Mention]], Collection[Sequence[Mention]]]]:
    """The pages of a work that are cited, in their order (empty: none is named), each with the mentions by place.

    Those in the sections, which restate the thesis, come first; after them, by themselves, all others.
    """
    by_page = grouped((mention.locator, mention) for mention in site.trace.mentioned.get(source.id, ()))

    def places(locator: str, in_thesis: bool) -> Collection[Sequence[Mention]]:
        return by_place(mention for mention in by_page[locator] if bool(mention.section) == in_thesis)

    return [(locator, places(locator, True), places(locator, False)) for locator in sorted(by_page, key=_page)]


def _page(locator: str) -> tuple[int, str]:
    """A key that sorts locators by their first number; those without any come last."""
    found = re.search(r"\d+", locator)
    return (int(found[0]) if found else 1 << 30, locator)


@view("chains", takes="kind", roles=("evidence", "source"), searched=False)
def chains(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """The chains of all entities of the kind that is named."""
    kind = site.trace.schema.kinds[arguments[0]]
    entities = [entity for entity in site.trace.of_kind(kind.id) if site.has_chain(entity)]
    if kind.role == "source":
        entities = _as_listed(site, entities)
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
