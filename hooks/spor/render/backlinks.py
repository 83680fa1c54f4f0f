"""The backlinks of an entity: everything that leads out of it and to it, grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from spor.render.languages import language_attribute
from spor.render.sentences import sentence_of
from spor.render.site import Site, citation_of
from spor.render.templates import render
from spor.render.warrants import reason
from spor.trace.trace import Entity, Mention, Relation

#: As many items of a group, and sentences of a place, stand open.
_MOST = 4


@dataclass(frozen=True)
class Group:
    """A heading of the backlinks and the links under it; `on_paper`: for the book only."""

    name: str
    title: str
    items: tuple[Markup, ...]
    on_paper: bool = False


def names_speaker(site: Site, entity: Entity) -> bool:
    """Whether a list calls an entity by what it says, so that who says it (or which one it is) must be told as well."""
    return site.trace.role(entity) == "evidence" and "{title}" not in site.trace.kind(entity).name


def backlinks(
    site: Site, entity: Entity, here: str, open_: bool = True, listed: bool = False, only: str = ""
) -> Markup:
    """The HTML, deferred past the search; nothing where an entity has no relations and is mentioned nowhere.

    `listed`: where it is mentioned, and in which sentences, stands on the page already. `only` is the name of the one
    group that it has, if it has not all.
    """

    def made() -> str:
        groups = (
            *_outgoing(site, entity, here),
            *_incoming(site, entity, here),
            *_mentions(site, entity, here, listed),
        )
        found = [group for group in groups if only in ("", group.name)]
        if not found:
            return ""
        return render(
            "backlinks.html",
            site=site,
            entity=entity,
            open=open_,
            groups=found,
            on_paper=all(group.on_paper for group in found),
            language=language_attribute(entity),
            folded=site.trace.role(entity) in ("claim", "concept"),
            most=_MOST,
        )

    return site.deferred.put(made, searched=False) if _is_traced(site, entity) else Markup("")


def _is_traced(site: Site, entity: Entity) -> bool:
    """Whether anything leads out of the entity or to it."""
    mentions = site.trace.mentioned.get(entity.id, ())
    return (
        entity.id in site.trace.outgoing
        or entity.id in site.trace.incoming
        or any(m.owner != entity.id for m in mentions)
    )


def _outgoing(site: Site, entity: Entity, here: str) -> list[Group]:
    by_name: dict[str, list[Relation]] = defaultdict(list)
    for relation in site.trace.outgoing.get(entity.id, ()):
        by_name[relation.name].append(relation)
    result = []
    for field in site.trace.schema.fields(entity.kind).values():
        relations = by_name.get(field.name, [])
        if field.cites:
            items = tuple(site.cite(here, citation_of(relation)) for relation in relations)
        else:
            items = tuple(_why(site, relation, site.trace.entities[relation.target], here) for relation in relations)
        if items:
            result.append(Group(field.name, site.locale.relation(entity.kind, field.name), items))
    return result


def _incoming(site: Site, entity: Entity, here: str) -> list[Group]:
    by_name: dict[tuple[str, str], list[Markup]] = defaultdict(list)
    for relation in site.trace.incoming.get(entity.id, ()):
        source = site.trace.entities[relation.source]
        item = _why(site, relation, source, here)
        by_name[source.kind, relation.name].append(item + f" ({relation.locator})" if relation.locator else item)
    return [
        Group(f"{kind}-{name}", site.locale.inverse(kind, name), tuple(dict.fromkeys(items)))
        for (kind, name), items in by_name.items()
    ]


def _why(site: Site, relation: Relation, other: Entity, here: str) -> Markup:
    """The other end of a relation, and why it stands."""
    why = reason(site, here, relation.warrant)
    return _item(site, other, here) + (Markup("<br>") + why if why else why)


def _item(site: Site, entity: Entity, here: str) -> Markup:
    if names_speaker(site, entity):
        return Markup(f"{site.link(here, entity, site.short(entity))}: {escape(site.name(entity))}")
    return site.link(here, entity)


def _mentions(site: Site, entity: Entity, here: str, listed: bool) -> list[Group]:
    """Where prose mentions or cites the entity: one item a place, with the sentence of each time."""
    places = by_place(m for m in site.trace.mentioned.get(entity.id, ()) if m.owner != entity.id)
    items = tuple(place_of(site, m[0], here) if listed else _mention(site, m, here) for m in places)
    name = "cited" if site.trace.role(entity) == "source" else "mentioned"
    return [Group(name, site.label(name), items, listed)] if items else []


def by_place(mentions: Iterable[Mention]) -> Iterable[list[Mention]]:
    """The mentions of each place (a section, else a page), in the order in which the places come."""
    places: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        places[mention.page, mention.section].append(mention)
    return places.values()


def _mention(site: Site, mentions: list[Mention], here: str) -> Markup:
    """A place, and the sentences there; of many, only the first few are told."""
    locator = f", {mentions[0].locator}" if mentions[0].locator else ""
    lines = [place_of(site, mentions[0], here) + locator]
    lines += [sentence(site, mention, here) for mention in mentions[:_MOST]]
    return Markup("<br>").join(line for line in lines if line)


def sentence(site: Site, mention: Mention, here: str) -> Markup:
    """The sentence of a mention, its own words a link to it."""
    found = sentence_of(site, mention)
    if found is None:
        return Markup("")
    href = site.href(here, mention.page, mention.anchor)
    before, words, after = (site.foreign.mark(text) for text in found)
    return Markup('<span class="spor-sentence">{}<a href="{}">{}</a>{}</span>').format(before, href, words, after)


def place_of(site: Site, mention: Mention, here: str) -> Markup:
    """A link to the place of a mention: its section, else its page."""
    where = site.trace.entities.get(mention.section) or site.trace.entities.get(mention.owner)
    kind = site.css(where) if where else "spor-page"
    href = escape(site.href(here, mention.page, mention.anchor))
    return Markup(f'<a class="spor-link {kind}" href="{href}">{site.foreign.mark(site.where(mention))}</a>')
