"""What the search knows beyond the pages' text: kinds, other names, and entities that stand under no heading.

In: the documents that Material's search has made of the pages. Out: those that the site's own worker reads
(`render/theme/assets/javascripts/workers/find.js`): plain text, each with what else it may be called.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from spor.render.kicker import kind_name, main_entity
from spor.render.site import Site
from spor.trace.trace import Entity

Document = dict[str, Any]
#: How much more or less than other texts one counts that is an entity of a role.
_BOOST = {"question": 1.25, "claim": 1.2, "concept": 1.25, "person": 1.1, "source": 0.9}
#: How much an entity counts that is a row of a table.
_ROW = 0.5
_BLOCK_END = re.compile(r"</(?:p|li|pre|ul|ol)>")
_TAG = re.compile(r"<[^>]+>")


def documents(site: Site, found: Iterable[Document], synonyms: Mapping[str, tuple[str, ...]]) -> list[Document]:
    """The documents of the search index, from those that Material found (`location`, `title`, `text`).

    `synonyms` are other words for what readers look for, by the id of an entity or the path of a page. Documents for
    entities that stand under no heading follow at the end, so that each page comes before its parts.
    """
    at = _entities(site)
    names = {site.urls[path]: words for path, words in synonyms.items() if path in site.urls}
    headed = [_headed(site, document, at[document["location"]], synonyms, names) for document in found]
    rows = [_row(site, entity, synonyms) for entity in _without_heading(site)]
    return headed + rows


def _entities(site: Site) -> Mapping[str, tuple[Entity, ...]]:
    """The entities that stand at each location of the search index, first the one that the page is about."""
    found: dict[str, dict[str, Entity]] = defaultdict(dict)
    for page in site.trace.pages:
        if entity := main_entity(site, page):
            found[site.urls[page]][entity.id] = entity
    for entity in site.trace.entities.values():
        if entity.page:
            found[_location(site, entity)].setdefault(entity.id, entity)
    return defaultdict(tuple, {location: tuple(entities.values()) for location, entities in found.items()})


def _without_heading(site: Site) -> Iterator[Entity]:
    for kind in site.trace.schema.kinds.values():
        if kind.searched or kind.role == "source":
            yield from (entity for entity in site.trace.of_kind(kind.id) if entity.page)


def _location(site: Site, entity: Entity) -> str:
    return site.urls[entity.page] + (f"#{entity.anchor}" if entity.anchor else "")


def _headed(
    site: Site,
    document: Document,
    entities: tuple[Entity, ...],
    synonyms: Mapping[str, tuple[str, ...]],
    names: Mapping[str, tuple[str, ...]],
) -> Document:
    """A document of Material's, as plain text, with the kind of the entity that stands there."""
    also = [*names.get(document["location"], ()), *(name for e in entities for name in _also(site, e, synonyms))]
    plain = {**document, "title": _plain(document["title"]), "text": _plain(document["text"])}
    return _told(site, plain, entities[0] if entities else None, also)


def _row(site: Site, entity: Entity, synonyms: Mapping[str, tuple[str, ...]]) -> Document:
    """A document for an entity that stands under no heading."""
    is_source = site.trace.role(entity) == "source"
    if is_source:
        text = Markup(site.formatted().entries[entity.id]).striptags()
    else:
        fields = site.trace.kind(entity).searched
        text = " ".join(str(entity.fields[name]) for name in fields if entity.fields.get(name))
    document = {"location": _location(site, entity), "title": site.name(entity), "text": text}
    told = _told(site, document, entity, _also(site, entity, synonyms))
    return told if is_source else {**told, "boost": _ROW}


def _told(site: Site, document: Document, entity: Entity | None, also: Iterable[str]) -> Document:
    more: Document = {}
    if words := " ".join(dict.fromkeys(also)):
        more["also"] = words
    if entity:
        more["tags"] = [kind_name(site, entity)]
        if boost := _BOOST.get(site.trace.role(entity)):
            more["boost"] = boost
    return {**document, **more}


def _also(site: Site, entity: Entity, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What else an entity is called: its short name, the author and the year of a work, and its synonyms."""
    if site.trace.role(entity) == "source":
        yield str(Markup(site.formatted().inline[f"[@{entity.id}]"]).striptags())
    elif (short := site.short(entity)) != entity.title:
        yield short
    yield from synonyms.get(entity.id, ())


def _plain(text: str) -> str:
    """HTML that Material has taken most tags from, as text: a line for each block."""
    lines = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", text))).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
