"""The notes beside a paragraph: who says what in it, and which works it cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.map.label import author_year
from spor.trace.block import Block, Cited
from spor.trace.trace import Entity


@dataclass(frozen=True)
class Note:
    """A line of the notes: its entity, what the link to it is called, and the pages of a work."""

    entity: Entity
    name: str
    pages: str = ""


def notes(site: Site, here: str, blocks: Iterable[Block]) -> Markup:
    """The notes of some blocks, deferred past the search; nothing where they hold no evidence and cite nothing."""
    found = list(blocks)
    evidence = [e for e in _linked(site, found) if site.trace.role(e) == "evidence" and not e.withdrawn]
    works = [work for work in _cited(found) if work.key in site.trace.entities]
    if not evidence and not works:
        return Markup("")

    def made() -> Markup:
        lines = [Note(entity, _called(site, entity)) for entity in evidence] + [_work(site, work) for work in works]
        return render("notes.html", site=site, here=here, notes=lines, summary=_summary(site, lines))

    return site.deferred.put(made, searched=False)


def _linked(site: Site, blocks: Iterable[Block]) -> Iterator[Entity]:
    """What the blocks link to, each once."""
    for identifier in dict.fromkeys(link for block in blocks for link in block.links):
        if identifier in site.trace.entities:
            yield site.trace.entities[identifier]


def _cited(blocks: Iterable[Block]) -> list[Cited]:
    """The works that the blocks cite, each once for each of its pages; without pages only where none are named."""
    works = list(dict.fromkeys(work for block in blocks for work in block.citations))
    paged = {work.key for work in works if work.locator}
    return [work for work in works if work.locator or work.key not in paged]


def _called(site: Site, entity: Entity) -> str:
    """Who says it and what, in a few words; of what nobody says, its name."""
    return site.head(entity) if site.trace.kind(entity).head else site.name(entity)


def _work(site: Site, work: Cited) -> Note:
    source = site.trace.entities[work.key]
    prefix = f"{work.prefix} " if work.prefix else ""
    return Note(source, f"{prefix}{author_year(site, source)}", work.locator)


def _summary(site: Site, lines: Iterable[Note]) -> str:
    """How many there are of each kind: `2 utsagn, 1 kilde`."""
    counts = Counter(entity.kind for entity in dict.fromkeys(line.entity for line in lines))
    return ", ".join(site.locale.counted(number, kind) for kind, number in counts.items())
