"""The claims: what each rests on in numbers, how sure each is, and which links are the editors' own."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.warrants import reason, voice, warrants_of
from spor.trace.trace import Entity, Trace, grouped
from spor.trace.view import view


@dataclass(frozen=True)
class Profile:
    """How many distinct persons are behind claims, `of` how many; what else there is, as numbers.

    `evidence` and `against` map a kind (statement, letter_item, section …) to how many distinct ones there are;
    kinds without any are left out, and so is what was withdrawn. `rests_on` and `carries` count the claims it builds
    on and those that build on it. `by_editors`: so much of the evidence is linked by the editors alone, and
    `persons_by_editors`: so many persons are behind that and nothing else.
    """

    persons: int
    of: int
    evidence: Mapping[str, int]
    against: Mapping[str, int]
    rests_on: int
    carries: int
    theory: Mapping[str, int]
    persons_by_editors: int = 0
    by_editors: int = 0


def persons_behind(trace: Trace, *claims: Entity, relation: str = "evidence") -> tuple[str, ...]:
    """The ids of the distinct persons whose evidence stands in a relation of claims."""
    evidence = [item for claim in claims for item in trace.related(claim, relation)]
    return tuple(dict.fromkeys(person.id for item in evidence for person in trace.persons(item)))


def profile(trace: Trace, *claims: Entity) -> Profile:
    """The profile of a claim, or of several together. It knows of persons how many they are, and nothing else."""

    def by_kind(*relations: str) -> Mapping[str, int]:
        entities = {e.id: e for claim in claims for relation in relations for e in trace.related(claim, relation)}
        return dict(Counter(entity.kind for entity in entities.values() if not entity.withdrawn))

    linked = [r for claim in claims for r in trace.outgoing.get(claim.id, ()) if r.name == "evidence"]
    shown = {relation.target for relation in linked if not relation.warrant.reason}
    ours = {trace.entities[relation.target] for relation in linked if relation.target not in shown}
    persons = persons_behind(trace, *claims)
    named = {person.id for target in shown for person in trace.persons(trace.entities[target])}
    return Profile(
        persons=len(persons),
        persons_by_editors=len(set(persons) - named),
        of=len(trace.of_role("person")),
        evidence=by_kind("evidence"),
        by_editors=sum(not entity.withdrawn for entity in ours),
        against=by_kind("against"),
        rests_on=len({one for claim in claims for one in trace.targets(claim.id, "builds_on")}),
        carries=len({one for claim in claims for one in trace.sources(claim.id, "builds_on")}),
        theory=by_kind("concepts", "sources"),
    )


def profile_view(site: Site, claim: Entity) -> Markup:
    """How the thesis puts the claim, and the profile as a list of terms and numbers, deferred past the search."""
    return site.deferred.put(
        lambda: render("profile.html", site=site, **_told(site, claim.page, claim), **_counts(site, claim))
    )


def _told(site: Site, here: str, claim: Entity) -> dict[str, Any]:
    """A claim for a template: how the thesis puts it, and the words that show it."""
    why = {name: reason(site, here, warrant) for name, warrant in warrants_of(claim).items()}
    return {"claim": claim, "voice": voice(site, claim), "why": why}


@view("ground", takes="question", searched=False)
def ground(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """What the claims that answer a question rest on together, and what speaks against them, in numbers."""
    question = site.trace.entities[arguments[0] if arguments else site.trace.pages[here].owner]
    claims = [claim for claim in site.trace.relating(question, "answers") if site.trace.role(claim) == "claim"]
    return {"question": question, "claims": claims, **_counts(site, *claims)}


def _counts(site: Site, *claims: Entity) -> dict[str, Any]:
    """What `profile_counts.html` needs."""
    counts = profile(site.trace, *claims)
    silent = {kind for kind in counts.evidence if site.trace.schema.kinds[kind].role == "evidence"}

    def in_words(numbers: Mapping[str, int]) -> str:
        words = (site.locale.counted(number, kind) for kind, number in numbers.items())
        return ", ".join(words) or site.label("profile", "none")

    # Who is behind what rests on papers alone is not to be told.
    return {"profile": counts, "with_persons": bool(counts.persons or not silent), "in_words": in_words}


def claims_of(site: Site, evidence: Entity) -> list[tuple[str, list[Entity]]]:
    """The claims that a piece of evidence carries, and those that it speaks against, with the words for either."""
    found = {
        name: [claim for claim in site.trace.relating(evidence, name) if site.trace.role(claim) == "claim"]
        for name in ("evidence", "against")
    }
    return [(site.locale.inverse(claims[0].kind, name), claims) for name, claims in found.items() if claims]


def by_question(trace: Trace) -> list[tuple[Entity, list[Entity]]]:
    """Every claim under one of the questions that it answers, in the order of the thesis; no question without any.

    A question that few answer is asked first, so that a claim stands under the one that it answers most closely.
    """
    answers = [(question, trace.relating(question, "answers")) for question in trace.of_role("question")]
    home: dict[str, str] = {}
    for question, claims in sorted(answers, key=lambda answer: len(answer[1])):
        home = {**{claim.id: question.id for claim in claims}, **home}
    groups = ((question, [c for c in claims if home[c.id] == question.id]) for question, claims in answers)
    return [(question, trace.in_thesis_order(claims)) for question, claims in groups if claims]


@view("findings-table", searched=False)
def table(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """Every claim under a question that it answers, in the order of the thesis."""
    groups = [
        (question, [{**_told(site, here, claim), "profile": profile(site.trace, claim)} for claim in claims])
        for question, claims in by_question(site.trace)
    ]
    voices = sorted({row["voice"] for _, rows in groups for row in rows}, key=str.lower)
    choices = [
        ("question", site.role("question"), [(question.id, site.short(question)) for question, _ in groups]),
        ("said", site.label("said", "title"), [(words, words) for words in voices]),
    ]
    return {"groups": groups, "choices": choices, "number": sum(len(rows) for _, rows in groups)}


@view("certainty", searched=False)
def certainty(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The claims by how the thesis puts them."""
    claims = site.trace.in_thesis_order(site.trace.of_role("claim"))
    groups = grouped((voice(site, claim), _told(site, here, claim)) for claim in claims)
    return {"groups": sorted(groups.items())}


@view("editors-relations", searched=False)
def editors_relations(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The relations whose reason is the editors', by the name of the relation."""
    reasons = [relation for relation in site.trace.relations if relation.warrant.reason]
    groups = grouped(((site.trace.entities[each.source].kind, each.name), each) for each in reasons)
    editors, all_ = editors_share(site.trace)
    percent = round(100 * editors / all_) if all_ else 0
    return {"groups": groups, "share": site.label("editors", "share").format(editors=editors, all=all_, share=percent)}


def editors_share(trace: Trace) -> tuple[int, int]:
    """How many of the relations that say why are the editors', and of how many."""
    said = [relation for relation in trace.relations if relation.warrant]
    return sum(bool(relation.warrant.reason) for relation in said), len(said)
