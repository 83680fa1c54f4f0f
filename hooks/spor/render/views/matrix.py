"""The matrices: each claim a row, with what it answers, who is behind it, or which concepts it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.claims import persons_behind
from spor.render.views.lists import by_theory
from spor.trace.trace import Entity, Trace
from spor.trace.view import view

#: What claims can be narrowed by, as roles.
_CHOICES = ("question", "person", "concept")


@dataclass(frozen=True)
class Matrix:
    """The claims, what they can be narrowed by, and how: `tags` maps a claim to the ids it has of each role."""

    claims: tuple[Entity, ...]
    choices: Mapping[str, tuple[Entity, ...]]
    tags: Mapping[str, Mapping[str, tuple[str, ...]]]


def matrix(trace: Trace) -> Matrix:
    """The matrix of a trace; only what some claim has is there to choose from."""
    tags = {claim.id: _tags(trace, claim) for claim in trace.of_role("claim")}
    used = {identifier for own in tags.values() for ids in own.values() for identifier in ids}
    choices = {role: tuple(entity for entity in trace.of_role(role) if entity.id in used) for role in _CHOICES}
    return Matrix(trace.of_role("claim"), choices, tags)


def _tags(trace: Trace, claim: Entity) -> Mapping[str, tuple[str, ...]]:
    """The questions that a claim answers, the persons for or against it, and the concepts it uses."""
    persons = persons_behind(trace, claim) + persons_behind(trace, claim, relation="against")
    return {
        "question": trace.targets(claim.id, "answers"),
        "person": tuple(dict.fromkeys(persons)),
        "concept": trace.targets(claim.id, "concepts"),
    }


@view("matrix-questions", searched=False)
def matrix_questions(site: Site, here: str, _: list[str]) -> Markup:
    """Claims by questions."""
    questions = site.trace.of_role("question")
    return render("matrix_questions.html", site=site, here=here, matrix=matrix(site.trace), questions=questions)


@view("matrix-informants", searched=False)
def matrix_persons(site: Site, here: str, _: list[str]) -> Markup:
    """Claims by persons, with how many there are behind each."""

    def said(claim: Entity, person: Entity, relation: str) -> list[Entity]:
        return [told for told in site.trace.related(claim, relation) if person in site.trace.persons(told)]

    return render(
        "matrix_persons.html",
        site=site,
        here=here,
        matrix=matrix(site.trace),
        persons=site.trace.of_role("person"),
        said=said,
        behind=lambda claim, relation: persons_behind(site.trace, claim, relation=relation),
    )


@view("matrix-concepts", searched=False)
def matrix_concepts(site: Site, here: str, _: list[str]) -> Markup:
    """The concepts that some claim uses, by theory, with the claims that use each."""
    used = [concept for concept in site.trace.of_role("concept") if site.trace.sources(concept.id, "concepts")]
    return render(
        "matrix_concepts.html",
        site=site,
        here=here,
        kind=site.trace.schema.of_role("claim")[0],
        theories=by_theory(site, used),
    )
