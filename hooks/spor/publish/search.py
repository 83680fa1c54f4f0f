"""What the search should know beyond the pages' text: the kind of each entity, and entities without a heading."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from spor.render.backlinks import names_speaker
from spor.render.kicker import kind_name, main_entity
from spor.render.site import Site
from spor.trace.trace import Entity


def with_kinds(site: Site, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The search index's documents (`location`, `title`, `text`), each that is an entity's tagged with its kind.

    Documents for the entities that stand under no heading follow at the end, so that each page comes before its parts.
    """
    kinds = _kinds(site)
    tagged = [_tagged(document, kinds.get(document["location"])) for document in documents]
    more = [
        _document(site, entity)
        for kind in site.trace.schema.kinds.values()
        if kind.searched or kind.role == "source"
        for entity in site.trace.of_kind(kind.id)
        if entity.page
    ]
    return tagged + more


def _kinds(site: Site) -> dict[str, str]:
    """The name of the kind of whatever stands at a location of the search index."""
    found = {_location(site, entity): kind_name(site, entity) for entity in site.trace.entities.values() if entity.page}
    for page in site.trace.pages:
        entity = main_entity(site, page)
        if entity:
            found[site.urls[page]] = kind_name(site, entity)
    return found


def _location(site: Site, entity: Entity) -> str:
    return site.urls[entity.page] + (f"#{entity.anchor}" if entity.anchor else "")


def _tagged(document: dict[str, Any], kind: str | None) -> dict[str, Any]:
    return {**document, "tags": [kind]} if kind else document


def _document(site: Site, entity: Entity) -> dict[str, Any]:
    if site.trace.role(entity) == "source":
        text = Markup(site.formatted().entries[entity.id]).striptags()
    else:
        text = " ".join(
            str(entity.fields[name]) for name in site.trace.kind(entity).searched if entity.fields.get(name)
        )
    return {
        "location": _location(site, entity),
        "title": str(escape(site.short(entity) if names_speaker(site, entity) else site.name(entity))),
        "text": str(escape(text)),
        "tags": [kind_name(site, entity)],
    }
