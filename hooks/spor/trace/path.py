"""The whole way from a statement, a letter's item or a cited page of a work up to the research questions.

A way goes only through what the writer has declared: a place leads to the findings that stand there or rest on it, to
those that use the concept that it explains, and to the questions that these answer. Prose that merely
mentions something founds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spor.trace.index import Index
from spor.trace.trace import Entity, Mention, Page, Trace

#: The kinds of places in the order in which they are listed, the pages that are no entity's last.
_PLACES = ("section", "appendix", "concept", "finding", "question", "")


@dataclass(frozen=True)
class Carried:
    """A finding, by which relation something below leads to it (empty for a place's), and the questions it answers."""

    finding: Entity
    relation: str
    questions: tuple[Entity, ...]


@dataclass(frozen=True)
class Spot:
    """One citation or mention: the page cited, and where it stands (nowhere in prose, if only a field cites)."""

    locator: str
    mention: Mention | None


@dataclass(frozen=True)
class Use:
    """A place where something is cited or mentioned, with every spot in it, and what stands on that place.

    `place` is a section, a concept, a finding, a question, or a page that is none of these; `via` are the concepts
    through which a section leads to findings. Without `findings` and `questions` nothing rests on this use.
    """

    place: Entity | Page
    spots: tuple[Spot, ...]
    via: tuple[Entity, ...]
    findings: tuple[Carried, ...]
    questions: tuple[Entity, ...]


@dataclass(frozen=True)
class Way:
    """The whole way up from a statement, an item or a source.

    `carried` are the findings it carries or speaks against, `above` those that build on these, `uses` the places where
    it is cited or mentioned (of a statement none: its own section is a relation), `questions` all that is reached.
    """

    carried: tuple[Carried, ...]
    above: tuple[Carried, ...]
    uses: tuple[Use, ...]
    questions: tuple[Entity, ...]

    @property
    def in_thesis(self) -> bool:
        """Whether the thesis itself uses it, not only a page about the thesis."""
        return bool(self.carried) or any(isinstance(use.place, Entity) for use in self.uses)


def way(trace: Trace, index: Index, start: Entity) -> Way:
    """The way up from `start`, as far as what the writer has declared leads."""
    own = () if start.kind == "source" else carried(trace, index, start.id)
    above = built_on(trace, index, [item.finding.id for item in own])
    used = () if start.kind == "statement" else uses(trace, index, start)
    reached: list[Carried | Use] = [*own, *above, *used]
    questions = {question.id for item in reached for question in item.questions}
    return Way(own, above, used, tuple(asked for asked in trace.of_kind("question") if asked.id in questions))


def carried(trace: Trace, index: Index, identifier: str) -> tuple[Carried, ...]:
    """The findings that a statement or an item carries or speaks against."""
    return tuple(
        Carried(trace.entities[finding], relation, questions_of(trace, index, [finding]))
        for relation in ("evidence", "against")
        for finding in index.sources(identifier, relation)
    )


def built_on(trace: Trace, index: Index, findings: Iterable[str]) -> tuple[Carried, ...]:
    """The findings that build on some of these and are not among them, each once."""
    given = dict.fromkeys(findings)
    above = dict.fromkeys(other for finding in given for other in index.sources(finding, "builds_on"))
    return tuple(
        Carried(trace.entities[finding], "builds_on", questions_of(trace, index, [finding]))
        for finding in above
        if finding not in given
    )


def questions_of(trace: Trace, index: Index, findings: Iterable[str]) -> tuple[Entity, ...]:
    """The questions that any of the findings answers, each once."""
    answered = dict.fromkeys(question for finding in findings for question in index.targets(finding, "answers"))
    return tuple(trace.entities[question] for question in answered)


def uses(trace: Trace, index: Index, used: Entity) -> tuple[Use, ...]:
    """Where a source or an item is cited or mentioned: in sections first, as these are the thesis itself."""
    places: dict[str, list[Spot]] = {}
    for mention in index.mentioned.get(used.id, ()):
        spot = Spot(mention.locator, mention)
        places.setdefault(mention.owner or mention.section or mention.page, []).append(spot)
    for relation in index.incoming.get(used.id, ()) if used.kind == "source" else ():
        spots = places.setdefault(relation.source, [])
        if relation.locator not in [spot.locator for spot in spots]:
            spots.append(Spot(relation.locator, None))
    found = [_use(trace, index, used.id, *place) for place in places.items()]
    return tuple(sorted(found, key=lambda use: _PLACES.index(use.place.kind if isinstance(use.place, Entity) else "")))


def _use(trace: Trace, index: Index, used: str, name: str, spots: list[Spot]) -> Use:
    place = trace.entities.get(name) or trace.pages[name]
    via: list[str] = []
    findings = _findings_at(trace, index, name)
    if not findings and isinstance(place, Entity) and place.kind == "section":
        explained = [other for other in index.sources(name, "sections") if trace.entities[other].kind == "concept"]
        founded = [concept for concept in explained if used in index.targets(concept, "sources")]
        via = [concept for concept in founded if _findings_at(trace, index, concept)]
        findings = tuple(dict.fromkeys(finding for concept in via for finding in _findings_at(trace, index, concept)))
    standing = tuple(
        Carried(trace.entities[finding], "", questions_of(trace, index, [finding])) for finding in findings
    )
    own = (place,) if isinstance(place, Entity) and place.kind == "question" else ()
    return Use(
        place,
        tuple(sorted(spots, key=lambda spot: _first_number(spot.locator))),
        tuple(trace.entities[concept] for concept in via),
        standing,
        own or questions_of(trace, index, findings),
    )


def _findings_at(trace: Trace, index: Index, place: str) -> tuple[str, ...]:
    """The findings that stand on an entity: itself, those that use a concept, those that stand in a section."""
    entity = trace.entities.get(place)
    if entity is None:
        return ()
    if entity.kind == "finding":
        return (place,)
    near = [*index.sources(place, "concepts"), *index.sources(place, "evidence"), *index.sources(place, "sections")]
    return tuple(dict.fromkeys(identifier for identifier in near if trace.entities[identifier].kind == "finding"))


def _first_number(locator: str) -> int:
    found = re.search(r"\d+", locator)
    return int(found[0]) if found else 0
