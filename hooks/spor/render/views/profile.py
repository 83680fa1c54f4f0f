"""The evidence profile of a finding: what it rests on and what speaks against it, counted from the trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.trace.index import Index
from spor.trace.trace import Entity, Trace
from spor.render.site import Site
from spor.render.templates import render


@dataclass(frozen=True)
class Profile:
    """How many distinct informants are behind a finding, `of` how many; what else there is, as numbers.

    `evidence` and `against` map a kind (statement, letter_item, section, finding, source) to how many distinct
    ones there are; kinds without any are left out, and so is what was withdrawn. `rests_on` and `carries`
    count the findings it builds on and those that build on it.
    """

    informants: int
    of: int
    evidence: Mapping[str, int]
    against: Mapping[str, int]
    rests_on: int
    carries: int
    concepts: int
    sources: int


def informants_behind(index: Index, finding: Entity, relation: str = "evidence") -> tuple[str, ...]:
    """The ids of the distinct informants whose statements stand in a relation of a finding."""
    statements = index.targets(finding.id, relation)
    return tuple(dict.fromkeys(i for statement in statements for i in index.targets(statement, "informant")))


def profile(trace: Trace, index: Index, finding: Entity) -> Profile:
    """The profile of a finding. It knows of informants how many they are, and nothing else."""

    def by_kind(ids: Iterable[str]) -> Mapping[str, int]:
        found = (trace.entities[identifier] for identifier in ids)
        return dict(Counter(entity.kind for entity in found if not entity.withdrawn))

    return Profile(
        informants=len(informants_behind(index, finding)),
        of=len(trace.of_kind("informant")),
        evidence=by_kind(index.targets(finding.id, "evidence")),
        against=by_kind(index.targets(finding.id, "against")),
        rests_on=len(index.targets(finding.id, "builds_on")),
        carries=len(index.sources(finding.id, "builds_on")),
        concepts=len(index.targets(finding.id, "concepts")),
        sources=len(index.targets(finding.id, "sources")),
    )


def profile_view(site: Site, finding: Entity) -> Markup:
    """The profile as a list of terms and numbers, deferred past the search."""

    def made() -> Markup:
        return render("profile.html", site=site, profile=profile(site.trace, site.index, finding))

    return site.deferred.put(made, searched=False)
