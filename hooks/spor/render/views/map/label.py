"""What an entity is called on the map: a few short lines on its tile, and its full name."""

from __future__ import annotations

import re
import textwrap
from html import unescape

from spor.render.backlinks import names_speaker
from spor.render.site import Site
from spor.trace.trace import Entity

_TAG = re.compile(r"<[^>]+>")


def lines(site: Site, entity: Entity, width: int, most: int) -> tuple[str, ...]:
    """The label of a tile: at most `most` lines of `width` characters; of a question its label comes first."""
    role = site.trace.role(entity)
    if role == "question" and site.short(entity) != entity.title:
        return (site.short(entity), *_wrap(entity.title, width, most - 1))
    if role == "source":
        return _wrap(author_year(site, entity), width, most)
    return _wrap(site.head(entity) if site.trace.kind(entity).heading else site.name(entity), width, most)


def whole(site: Site, entity: Entity) -> str:
    """What the tile says, uncut: what its page says besides would double the weight of the map."""
    if site.trace.role(entity) == "source":
        return author_year(site, entity)
    return site.head(entity) if site.trace.kind(entity).heading else full(site, entity)


def full(site: Site, entity: Entity) -> str:
    """The full name, as plain text: of a statement what is said, of a source its entry."""
    if names_speaker(site, entity):
        return f"{site.short(entity)}: {site.name(entity)}"
    if site.trace.role(entity) == "source":
        return _plain(site.formatted().entries[entity.id])
    return site.name(entity)


def author_year(site: Site, source: Entity) -> str:
    """A source as citations name it (`Røvik, 2007`); waits for the citations."""
    return _plain(site.formatted().inline[f"[@{source.id}]"]).strip("()")


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _wrap(text: str, width: int, most: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=False))
