"""The matrices: each claim a row, with what it answers, who is behind it, or which concepts it uses."""

from __future__ import annotations

from typing import Any

from spor.render.site import Site
from spor.render.views.claims import persons_behind
from spor.render.views.lists import by_theory
from spor.trace.trace import Entity, Trace
from spor.trace.view import view


def tags(trace: Trace, claim: Entity) -> dict[str, tuple[str, ...]]:
    """What a claim can be found by, as ids by their role: what it answers, who is for or against it, what it uses."""
    persons = persons_behind(trace, claim) + persons_behind(trace, claim, relation="against")
    return {
        "question": trace.targets(claim.id, "answers"),
        "person": tuple(dict.fromkeys(persons)),
        "concept": trace.targets(claim.id, "concepts"),
    }


def _matrix(site: Site) -> dict[str, Any]:
    """What the matrices of claims need: the claims with their tags, and what there is to choose from."""
    found = [(claim, tags(site.trace, claim)) for claim in site.trace.of_role("claim")]
    choices = []
    for role in ("question", "person", "concept"):
        used = {identifier for _, own in found for identifier in own[role]}
        options = [(entity.id, site.short(entity)) for entity in site.trace.of_role(role) if entity.id in used]
        choices += [(role, site.role(role), options)] if options else []
    return {"claims": found, "choices": choices}


@view("matrix-questions", searched=False)
def matrix_questions(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """Claims by questions."""
    return {"questions": site.trace.of_role("question"), **_matrix(site)}


@view("matrix-informants", searched=False)
def matrix_persons(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """Claims by persons, with how many there are behind each."""

    def said(claim: Entity, person: Entity, relation: str) -> list[Entity]:
        return [told for told in site.trace.related(claim, relation) if person in site.trace.persons(told)]

    return {
        **_matrix(site),
        "persons": site.trace.of_role("person"),
        "said": said,
        "behind": lambda claim, relation: persons_behind(site.trace, claim, relation=relation),
    }


@view("matrix-concepts", searched=False)
def matrix_concepts(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The concepts that some claim uses, by theory, with the claims that use each."""
    used = [concept for concept in site.trace.of_role("concept") if site.trace.sources(concept.id, "concepts")]
    return {"kind": site.trace.schema.of_role("claim")[0], "theories": by_theory(site, used)}
