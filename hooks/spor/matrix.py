"""The matrices: each finding a row, with what it answers, who is behind it, or which concepts it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.model import Entity
from spor.profile import informants_behind
from spor.site import Site
from spor.templates import render


@dataclass(frozen=True)
class Matrix:
    """The findings, what they can be narrowed by, and how: `tags` maps a finding to the ids it has of each kind."""

    findings: tuple[Entity, ...]
    choices: Mapping[str, tuple[Entity, ...]]
    tags: Mapping[str, Mapping[str, tuple[str, ...]]]


def matrix(site: Site) -> Matrix:
    """The findings with the questions they answer, the informants for or against them and the concepts they use."""
    trace, index = site.trace, site.index
    findings = trace.of_kind("finding")
    tags = {
        finding.id: {
            "question": index.targets(finding.id, "answers"),
            "informant": tuple(
                dict.fromkeys(
                    i for relation in ("evidence", "against") for i in informants_behind(index, finding, relation)
                )
            ),
            "concept": index.targets(finding.id, "concepts"),
        }
        for finding in findings
    }
    used = {identifier for own in tags.values() for ids in own.values() for identifier in ids}
    choices = {
        kind: tuple(entity for entity in trace.of_kind(kind) if entity.id in used)
        for kind in ("question", "informant", "concept")
    }
    return Matrix(findings, choices, tags)


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
