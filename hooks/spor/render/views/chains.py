"""The chains: for each statement, item or source an article that leads up to the research questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from spor.render.comparison import place_in
from spor.render.languages import language_attribute
from spor.render.site import Site, citation_anchor
from spor.render.templates import render
from spor.render.views.map.graph import full
from spor.trace.change import place_of
from spor.trace.path import Citation, Use, path_of
from spor.trace.trace import Entity
from spor.trace.view import view


@view("chains", takes="kind", roles=("evidence", "source"), searched=False)
def chains(site: Site, here: str, arguments: list[str]) -> Markup:
    """The chains of all entities of the kind that is named. Waits for the citations: they name the sources."""
    kind = site.trace.schema.kinds[arguments[0]]
    entities = [entity for entity in site.trace.of_kind(kind.id) if site.has_chain(entity)]
    if kind.role == "source":
        place = {key: number for number, key in enumerate(site.formatted().entries)}
        entities.sort(key=lambda source: place[source.id])
    paths = [(entity, path_of(site.trace, entity)) for entity in entities]
    return render(
        "chains.html",
        site=site,
        here=here,
        kind=kind,
        language=language_attribute,
        heading=lambda entity: _heading(site, entity),
        full=lambda entity: full(site, entity),
        all_questions=site.trace.of_role("question"),
        paths=paths,
        parts=_Parts(site, here),
    )


def _heading(site: Site, entity: Entity) -> str:
    """What the chain of an entity is called: shortly, but not as another's."""
    if site.trace.role(entity) == "source":
        return site.author_year(entity)
    by_name = not site.trace.kind(entity).heading and not site.names_speaker(entity)
    return site.name(entity) if by_name else site.head(entity)


@dataclass(frozen=True)
class _Parts:
    """What the template asks for; `anchors` are those of citations that are on the page already."""

    site: Site
    here: str
    anchors: set[str] = field(default_factory=set)

    def relations(self, entity: Entity) -> Markup:
        """Where an entity is told, and what it answers: its relations to one entity, by name."""
        parts = []
        for asked in self.site.trace.schema.fields(entity.kind).values():
            for target in self.site.trace.related(entity, asked.name) if asked.targets and not asked.many else ():
                role = self.site.trace.role(target)
                if role in ("place", "instrument"):
                    link = self.site.link(self.here, target)
                    where = place_in(self.site, *place_of(self.site.trace, entity)) if role == "place" else ""
                    part = f", {escape(where)}" if where else ""
                    name = self.site.locale.relation(entity.kind, asked.name)
                    parts.append(f"{escape(name)} {link}{part}.")
        return Markup(" ".join(parts))

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

    def citation(self, used: Entity, citation: Citation, number: int) -> Markup:
        """A citation or mention: the page cited, or which time it is, with a link to it."""
        label, mention = self.site.label, citation.mention
        cited = self.site.trace.role(used) == "source"
        words = escape(
            citation.locator or (label("chain", "no_locator") if cited else f"{label('chain', 'spot')} {number}")
        )
        if mention is None:
            return words
        own, anchor = "", citation_anchor(used.id, mention.page, mention.anchor)
        if anchor not in self.anchors:  # one citation may name a work twice, for two of its pages
            self.anchors.add(anchor)
            own = f' id="{escape(anchor)}"'
        return Markup(f'<a{own} href="{escape(self.site.href(self.here, mention.page, mention.anchor))}">{words}</a>')
