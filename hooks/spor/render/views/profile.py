"""The evidence profile of a claim: what it rests on and what speaks against it, counted from the trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.warrants import reason, voice, warrants_of
from spor.trace.trace import Entity, Trace


@dataclass(frozen=True)
class Profile:
    """How many distinct persons are behind a claim, `of` how many; what else there is, as numbers.

    `evidence` and `against` map a kind (statement, letter_item, section …) to how many distinct ones there are;
    kinds without any are left out, and so is what was withdrawn. `rests_on` and `carries` count the claims it builds
    on and those that build on it.
    """

    persons: int
    of: int
    evidence: Mapping[str, int]
    against: Mapping[str, int]
    rests_on: int
    carries: int
    theory: Mapping[str, int]


def persons_behind(trace: Trace, claim: Entity, relation: str = "evidence") -> tuple[str, ...]:
    """The ids of the distinct persons whose evidence stands in a relation of a claim."""
    evidence = trace.related(claim, relation)
    leads = (trace.entities.get(r.target) for item in evidence for r in trace.outgoing.get(item.id, ()))
    return tuple(dict.fromkeys(target.id for target in leads if target and trace.role(target) == "person"))


def profile(trace: Trace, claim: Entity) -> Profile:
    """The profile of a claim. It knows of persons how many they are, and nothing else."""

    def by_kind(entities: Iterable[Entity]) -> Mapping[str, int]:
        return dict(Counter(entity.kind for entity in entities if not entity.withdrawn))

    return Profile(
        persons=len(persons_behind(trace, claim)),
        of=len(trace.of_role("person")),
        evidence=by_kind(trace.related(claim, "evidence")),
        against=by_kind(trace.related(claim, "against")),
        rests_on=len(trace.targets(claim.id, "builds_on")),
        carries=len(trace.sources(claim.id, "builds_on")),
        theory=by_kind(trace.related(claim, "concepts") + trace.related(claim, "sources")),
    )


def profile_view(site: Site, claim: Entity) -> Markup:
    """How the thesis puts the claim, and the profile as a list of terms and numbers, deferred past the search."""

    def made() -> Markup:
        why = {name: reason(site, claim.page, warrant) for name, warrant in warrants_of(claim).items()}
        counts = profile(site.trace, claim)
        silent = {kind for kind in counts.evidence if site.trace.schema.kinds[kind].role == "evidence"}
        return render(
            "profile.html",
            site=site,
            claim=claim,
            profile=counts,
            voice=voice(site, claim),
            why=why,
            with_persons=bool(
                counts.persons or not silent
            ),  # who is behind what rests on papers alone is not to be told
        )

    return site.deferred.put(made, searched=False)
