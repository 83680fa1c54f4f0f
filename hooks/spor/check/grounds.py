"""A claim and its grounds: what its text tells is in its front matter, for it or against it, and is told where it
stands."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spor.check.links import is_custom
from spor.trace.block import Block
from spor.trace.problem import Problem, problem_at, waiting
from spor.trace.trace import Entity, Mention, Trace


@dataclass(frozen=True)
class Told:
    """What a claim's text links to, but for the editors' words: evidence, a concept or another claim."""

    claim: Entity
    mention: Mention
    role: str
    heading: str  # the one above
    relations: frozenset[str]  # those that the claim has to it


def _told(trace: Trace) -> list[Told]:
    """All that claims tell; nothing of a translation, which has its relations from the original."""
    told = []
    for claim in trace.of_role("claim") if trace.translation is None else ():
        for mention in trace.mentions_on.get(claim.page, ()):
            entity = trace.entities.get(mention.target)
            role = trace.role(entity) if entity and entity is not claim and not is_editors(trace, mention) else ""
            if entity and role in ("evidence", "concept", "claim"):
                names = frozenset(r.name for r in trace.outgoing.get(claim.id, ()) if r.target == entity.id)
                told.append(Told(claim, mention, role, _heading(trace, mention), names))
    return told


def _usual(told: list[Told], relation: str) -> str:
    """The heading below which (nearly) all that has a relation to the claim is told; empty where there is none."""
    headings = Counter(each.heading for each in told if relation in each.relations)
    ((heading, most),) = headings.most_common(1) or [("", 0)]
    return heading if is_custom(headings.total(), headings.total() - most) else ""


def _above(trace: Trace, mention: Mention) -> Iterator[Block]:
    """The blocks of a page from the one in which a mention stands upwards."""
    return (block for block in reversed(trace.pages[mention.page].blocks) if block.line <= mention.place.line)


def _heading(trace: Trace, mention: Mention) -> str:
    return next((block.text for block in _above(trace, mention) if block.kind == "heading"), "")


def is_editors(trace: Trace, mention: Mention) -> bool:
    """Whether a mention stands in what the editors say."""
    return next((block.editors for block in _above(trace, mention)), False)


@waiting(undeclared_ground="What nearly all claims declare of what their text rests on, each declares.")
def claims_declare_what_they_rest_on(trace: Trace) -> Iterator[Problem]:
    """Evidence and concepts wherever a text tells of them; claims below the heading of its grounds, either way."""
    told = _told(trace)
    grounds = _usual([each for each in told if each.role == "evidence"], "evidence")
    asked = [each for each in told if each.role != "claim" or (grounds and each.heading == grounds)]
    others = [
        each
        for each in asked
        if not each.relations and each.claim.id not in {r.target for r in trace.outgoing.get(each.mention.target, ())}
    ]
    for each in others if is_custom(len(asked), len(others)) else ():
        what = f"'{each.claim.id}' tells of '{each.mention.target}', but its front matter does not: add it there"
        yield problem_at(each.mention.place, "undeclared-ground", f"{what}, or say it as the editors")


@waiting(
    other_side="Where nearly all evidence is told below one heading, and what is against it below another, all is."
)
def grounds_are_for_the_claim(trace: Trace) -> Iterator[Problem]:
    told = [each for each in _told(trace) if len(each.relations & {"evidence", "against"}) == 1]
    sided = [each for each in told if each.role == "evidence"]
    grounds, reservations = _usual(sided, "evidence"), _usual(told, "against")
    wrong = {grounds: "against", reservations: "evidence", "": ""} if grounds != reservations else {}
    others = [each for each in sided if wrong.get(each.heading) in each.relations]
    for each in others if is_custom(len(sided), len(others)) else ():
        side = f"under '{wrong[each.heading]}' of '{each.claim.id}', but is told under '{each.heading}'"
        yield problem_at(each.mention.place, "other-side", f"'{each.mention.target}' is {side}: on which side is it?")


@waiting()
def evidence_stands_where_it_is_told(trace: Trace) -> Iterator[Problem]:
    """Where nearly all that is said is linked to in the section that it names, each is (other-section)."""
    for kind in trace.schema.of_role("evidence"):
        told = {each: (trace.targets(each.id, "section"), _told_in(trace, each)) for each in trace.of_kind(kind)}
        known = {each: both for each, both in told.items() if all(both)}
        others = {each: sections for each, (own, sections) in known.items() if not set(own) & set(sections)}
        for each, sections in others.items() if is_custom(len(known), len(others)) else ():
            what = f"'{each.id}' stands in {known[each][0][0]}, but it is linked to in {' and '.join(sections)} only"
            yield problem_at(each.where("section"), "other-section", what)


def _told_in(trace: Trace, entity: Entity) -> list[str]:
    """The sections that link to an entity, in the order of the pages."""
    return list(dict.fromkeys(each.section for each in trace.mentioned.get(entity.id, ()) if each.section))
