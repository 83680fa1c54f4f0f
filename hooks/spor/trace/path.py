"""The whole way from a statement, a letter's item or a cited page of a work up to the research questions.

A way goes only through what the writer has declared: a place leads to the findings that stand there or rest on it, to
those that use the concept that it explains, and to the questions that these answer. Prose that merely
mentions something founds nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from spor.trace.trace import Entity, Mention, Page, Relation, Trace

#: The roles of places in the order in which they are listed, the pages that are no entity's last.
_PLACES = ("place", "concept", "claim", "question")


@dataclass(frozen=True)
class Step:
    """A finding, by which relation something below leads to it (empty for a place's), and the questions it answers."""

    finding: Entity
    relation: str
    questions: tuple[Entity, ...]


@dataclass(frozen=True)
class Use:
    """A place where something is cited or mentioned, with every citation in it, and what stands on that place.

    `place` is a section, a concept, a finding, a question, or a page that is none of these; a citation is a relation
    where only a field cites, and nothing in prose. `via` are the concepts through which a section leads to findings.
    Without `findings` and `questions` nothing rests on this use.
    """

    place: Entity | Page
    citations: tuple[Mention | Relation, ...]
    via: tuple[Entity, ...]
    findings: tuple[Step, ...]
    questions: tuple[Entity, ...]


@dataclass(frozen=True)
class Path:
    """The whole way up from a statement, an item or a source.

    `carried` are the findings it carries or speaks against, `above` those that build on these, `uses` the places where
    it is cited or mentioned (of a statement none: its own section is a relation), `questions` all that is reached.
    """

    carried: tuple[Step, ...]
    above: tuple[Step, ...]
    uses: tuple[Use, ...]
    questions: tuple[Entity, ...]

    @property
    def in_thesis(self) -> bool:
        """Whether the thesis itself uses it, not only a page about the thesis."""
        return bool(self.carried) or any(isinstance(use.place, Entity) for use in self.uses)


def path_of(trace: Trace, start: Entity) -> Path:
    """The way up from `start`, as far as what the writer has declared leads."""
    carries = () if trace.role(start) == "source" else ("evidence", "against")
    own = tuple(_step(trace, finding, name) for name in carries for finding in trace.sources(start.id, name))
    carried = dict.fromkeys(step.finding.id for step in own)
    built_on = dict.fromkeys(other for finding in carried for other in trace.sources(finding, "builds_on"))
    above = tuple(_step(trace, finding, "builds_on") for finding in built_on if finding not in carried)
    used = () if trace.kind(start).heading else uses(trace, start)
    reached: list[Step | Use] = [*own, *above, *used]
    questions = {question.id for item in reached for question in item.questions}
    return Path(own, above, used, tuple(asked for asked in trace.of_role("question") if asked.id in questions))


def _step(trace: Trace, finding: str, relation: str = "") -> Step:
    return Step(trace.entities[finding], relation, questions_of(trace, [finding]))


def questions_of(trace: Trace, findings: Iterable[str]) -> tuple[Entity, ...]:
    """The questions that any of the findings answers, each once."""
    answered = dict.fromkeys(question for finding in findings for question in trace.targets(finding, "answers"))
    return tuple(trace.entities[question] for question in answered)


def uses(trace: Trace, used: Entity) -> tuple[Use, ...]:
    """Where a source or an item is cited or mentioned: in sections first, as these are the thesis itself."""
    places: dict[str, list[Mention | Relation]] = defaultdict(list)
    for mention in trace.mentioned.get(used.id, ()):
        places[mention.owner or mention.section or mention.page].append(mention)
    for relation in trace.incoming.get(used.id, ()) if trace.role(used) == "source" else ():
        if relation.locator not in [citation.locator for citation in places[relation.source]]:
            places[relation.source].append(relation)
    found = [_use(trace, used.id, *place) for place in places.items()]
    return tuple(sorted(found, key=lambda use: _rank(trace, use.place)))


def _rank(trace: Trace, place: Entity | Page) -> tuple[int, int]:
    """Places in the order of their roles, then of their kinds."""
    if not isinstance(place, Entity):
        return len(_PLACES), 0
    role = trace.role(place)
    return _PLACES.index(role) if role in _PLACES else len(_PLACES), list(trace.schema.kinds).index(place.kind)


def _use(trace: Trace, used: str, name: str, citations: list[Mention | Relation]) -> Use:
    place = trace.entities.get(name) or trace.pages[name]
    via: list[str] = []
    findings = _findings_at(trace, name)
    if not findings and isinstance(place, Entity) and trace.role(place) == "place":
        explained = [other.id for other in trace.relating(place, "sections") if trace.role(other) == "concept"]
        founded = [concept for concept in explained if used in trace.targets(concept, "sources")]
        via = [concept for concept in founded if _findings_at(trace, concept)]
        findings = tuple(dict.fromkeys(finding for concept in via for finding in _findings_at(trace, concept)))
    own = (place,) if isinstance(place, Entity) and trace.role(place) == "question" else ()
    return Use(
        place,
        tuple(sorted(citations, key=lambda citation: [*map(int, re.findall(r"\d+", citation.locator)), 0][0])),
        tuple(trace.entities[concept] for concept in via),
        tuple(_step(trace, finding) for finding in findings),
        own or questions_of(trace, findings),
    )


def _findings_at(trace: Trace, place: str) -> tuple[str, ...]:
    """The findings that stand on an entity: itself, those that use a concept, those that stand in a section."""
    entity = trace.entities.get(place)
    if entity is None:
        return ()
    if trace.role(entity) == "claim":
        return (place,)
    near = [*trace.sources(place, "concepts"), *trace.sources(place, "evidence"), *trace.sources(place, "sections")]
    return tuple(dict.fromkeys(identifier for identifier in near if trace.role(trace.entities[identifier]) == "claim"))
