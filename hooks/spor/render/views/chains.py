"""The HTML of the chains: for each statement, item or source an article that leads up to the research questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from spor.trace.path import Carried, Spot, Use, way
from spor.render.views.map.label import author_year, full
from spor.trace.trace import Entity, Mention
from spor.render.site import Site, citation_anchor
from spor.render.templates import render


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
        all_questions=site.trace.of_kind("question"),
        ways=ways,
        parts=_Parts(site, here, kind, named),
    )


@dataclass(frozen=True)
class _Parts:
    """What the chains have in common. Written out here and not in the template: it stands there thousands of times.

    `named` tells which mention has the permalink of a citation.
    """

    site: Site
    here: str
    kind: str
    named: Mapping[tuple[str, str, str], Mention]
    _lines: dict[tuple[str, str], str] = field(default_factory=dict)

    def findings(self, carried: Iterable[Carried], inverse: bool = False) -> Markup:
        """A list of findings with the questions they answer; `inverse` tells by which relation each is reached."""
        lines = (self._line(item, item.relation if inverse else "") for item in carried)
        return Markup(f"<ul>\n{''.join(lines)}</ul>\n")

    def _line(self, item: Carried, relation: str) -> str:
        known = item.finding.id, relation
        if known not in self._lines:
            how = escape(self.site.label("inverse", "finding", relation)) + ": " if relation else ""
            link = self.site.link(self.here, item.finding)
            self._lines[known] = f"<li>{how}{link} {self.answered(item.questions)}</li>\n"
        return self._lines[known]

    def answered(self, questions: Iterable[Entity]) -> Markup:
        """The questions that something answers; nothing where it answers none."""
        links = ", ".join(self.site.link(self.here, question, self.site.short(question)) for question in questions)
        answers = escape(self.site.label("chain", "answers"))
        return Markup(f'<span class="spor-chain__up">{answers} {links}</span>' if links else "")

    def place(self, use: Use) -> Markup:
        """A link to the place where something is used."""
        if isinstance(use.place, Entity):
            return self.site.link(self.here, use.place)
        href = escape(self.site.href(self.here, use.place.path))
        return Markup(f'<a href="{href}">{escape(use.place.title)}</a>')

    def spots(self, used: Entity, use: Use) -> Markup:
        """Each citation or mention in that place: the page cited, or which time it is, with a link to it."""
        return Markup(" · ".join(self._spot(used, spot, number) for number, spot in enumerate(use.spots, 1)))

    def _spot(self, used: Entity, spot: Spot, number: int) -> str:
        label, mention = self.site.label, spot.mention
        once = label("chain", "no_locator") if self.kind == "source" else f"{label('chain', 'spot')} {number}"
        words = escape(spot.locator or once)
        if mention is None:
            return str(words)
        own = ""
        if self.named[used.id, mention.page, mention.anchor] is mention:
            own = f' id="{escape(citation_anchor(used.id, mention.page, mention.anchor))}"'
        href = escape(self.site.href(self.here, mention.page, mention.anchor))
        return f'<a{own} href="{href}">{words}</a>'


def _heading(site: Site, entity: Entity) -> str:
    """What the chain of an entity is called: shortly, but not as another's."""
    if entity.kind == "source":
        return author_year(site, entity)
    return site.name(entity) if entity.kind == "letter_item" else site.short(entity)
