"""The panel "Spor" of an entity: everything that leads out of it and to it, grouped."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from spor.model import Entity, Mention
from spor.schema import fields_of
from spor.site import Site, citation_of
from spor.templates import render


@dataclass(frozen=True)
class Group:
    """A heading of the panel and the links under it."""

    name: str
    title: str
    items: tuple[Markup, ...]


def groups(site: Site, entity: Entity, here: str) -> tuple[Group, ...]:
    """The groups of an entity's panel as shown on the page `here`; empty ones are left out."""
    found = [*_outgoing(site, entity, here), *_incoming(site, entity, here), *_mentions(site, entity, here)]
    return tuple(group for group in found if group.items)


def panel(site: Site, entity: Entity, here: str, open_: bool = True) -> Markup:
    """The panel's HTML; nothing where an entity has no relations and is mentioned nowhere."""
    found = groups(site, entity, here)
    if not found:
        return Markup("")
    return render("panel.html", site=site, entity=entity, groups=found, open=open_)


def _outgoing(site: Site, entity: Entity, here: str) -> list[Group]:
    result = []
    for field in fields_of(entity.kind).values():
        relations = [r for r in site.index.outgoing.get(entity.id, ()) if r.name == field.name]
        if field.cites:
            items = tuple(site.cite(here, citation_of(relation)) for relation in relations)
        else:
            items = tuple(_item(site, site.trace.entities[relation.target], here) for relation in relations)
        title = site.label("relations", entity.kind, field.name)
        result.append(Group(field.name, title, items))
    return result


def _incoming(site: Site, entity: Entity, here: str) -> list[Group]:
    by_name: dict[tuple[str, str], list[Markup]] = defaultdict(list)
    for relation in site.index.incoming.get(entity.id, ()):
        source = site.trace.entities[relation.source]
        note = f" ({relation.locator})" if relation.locator else ""
        by_name[source.kind, relation.name].append(_item(site, source, here) + note)
    return [
        Group(f"{kind}-{name}", site.label("inverse", kind, name), tuple(dict.fromkeys(items)))
        for (kind, name), items in by_name.items()
    ]


def _item(site: Site, entity: Entity, here: str) -> Markup:
    if entity.kind == "statement":
        return Markup("{}: {}").format(site.link(here, entity, site.short(entity)), site.name(entity))
    return site.link(here, entity)


def _mentions(site: Site, entity: Entity, here: str) -> list[Group]:
    """Where prose mentions or cites the entity: one item a place, with a link to each time."""
    places: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in site.index.mentioned.get(entity.id, ()):
        if mention.owner != entity.id:
            places[mention.page, mention.section].append(mention)
    items = tuple(_mention(site, mentions, here) for mentions in places.values())
    name = "cited" if entity.kind == "source" else "mentioned"
    return [Group(name, site.label(name), items)]


def _mention(site: Site, mentions: list[Mention], here: str) -> Markup:
    first, *more = mentions
    links = [_place(site, first, here, site.where(first))]
    links += [_place(site, mention, here, str(number)) for number, mention in enumerate(more, 2)]
    return Markup(" · ").join(links)


def _place(site: Site, mention: Mention, here: str, text: str) -> Markup:
    owner = site.trace.entities.get(mention.owner)
    kind = "section" if mention.section else owner.kind if owner else "page"
    href = site.href(here, mention.page, mention.anchor)
    link = Markup('<a class="spor-link spor-{}" href="{}">{}</a>').format(kind, href, text)
    return link + (f", {mention.locator}" if mention.locator else "")
