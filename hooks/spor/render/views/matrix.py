"""The matrices: each finding a row, with what it answers, who is behind it, or which concepts it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.trace.index import Index
from spor.trace.trace import Entity, Trace
from spor.render.views.profile import informants_behind
from spor.render.site import Site
from spor.render.templates import render


@dataclass(frozen=True)
class Matrix:
    """The findings, what they can be narrowed by, and how: `tags` maps a finding to the ids it has of each kind."""

    findings: tuple[Entity, ...]
    choices: Mapping[str, tuple[Entity, ...]]
    tags: Mapping[str, Mapping[str, tuple[str, ...]]]


def tags(trace: Trace, index: Index) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Of each finding the questions it answers, the informants for or against it and the concepts it uses."""

    def informants(finding: Entity) -> tuple[str, ...]:
        both = (informants_behind(index, finding, relation) for relation in ("evidence", "against"))
        return tuple(dict.fromkeys(informant for ids in both for informant in ids))

    return {
        finding.id: {
            "question": index.targets(finding.id, "answers"),
            "informant": informants(finding),
            "concept": index.targets(finding.id, "concepts"),
        }
        for finding in trace.of_kind("finding")
    }


def matrix(site: Site) -> Matrix:
    """The matrix of a site; only what some finding has is there to choose from."""
    own = tags(site.trace, site.index)
    used = {identifier for kinds in own.values() for ids in kinds.values() for identifier in ids}
    choices = {
        kind: tuple(entity for entity in site.trace.of_kind(kind) if entity.id in used)
        for kind in ("question", "informant", "concept")
    }
    return Matrix(site.trace.of_kind("finding"), choices, own)


def matrix_questions(site: Site, here: str, _: list[str]) -> Markup:
    """Findings by questions."""
    return render(
        "matrix_questions.html", site=site, here=here, matrix=matrix(site), questions=site.trace.of_kind("question")
    )


def matrix_informants(site: Site, here: str, _: list[str]) -> Markup:
    """Findings by informants, with how many there are behind each."""
    return render(
        "matrix_informants.html",
        site=site,
        here=here,
        matrix=matrix(site),
        informants=site.trace.of_kind("informant"),
        behind=lambda finding, relation: informants_behind(site.index, finding, relation),
    )


def matrix_concepts(site: Site, here: str, _: list[str]) -> Markup:
    """Findings by the concepts that some finding uses."""
    return render("matrix_concepts.html", site=site, here=here, matrix=matrix(site))
