"""What a kind of entity owes the reader, as declared (`kinds.yml`), and that a question's page tells of its answers."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.problem import Problem, problem_at
from spor.trace.rule import rule, waiting
from spor.trace.schema import Demand, general
from spor.trace.trace import Entity, Trace


@waiting
@rule(**{name: f"A {entry['of']} {entry['says']}." for name, entry in general()["rules"].items()})
def demands_are_met(trace: Trace) -> Iterator[Problem]:
    """The rules that are declared as data: a kind needs one of some relations, either of two, or both or neither."""
    for demand in trace.schema.demands:
        for entity in trace.of_kind(demand.of):
            applies = all(entity.fields.get(name) == value for name, value in demand.when.items())
            if applies and not entity.withdrawn and (name := _lacking(trace, demand, entity)):
                yield problem_at(entity.where(name), demand.rule, f"'{entity.id}' {demand.says}")


def _lacking(trace: Trace, demand: Demand, entity: Entity) -> str:
    """The field at which an entity falls short of a demand; empty where it does not."""
    if demand.needs and not any(_has(trace, demand, entity, name) for name in demand.needs):
        return demand.needs[0]
    if demand.either and sum(_has(trace, demand, entity, name) for name in demand.either) != 1:
        return next((name for name in reversed(demand.either) if name in entity.lines), demand.either[0])
    if demand.both and len({_has(trace, demand, entity, name) for name in demand.both}) > 1:
        return demand.both[0]
    return ""


def _has(trace: Trace, demand: Demand, entity: Entity, name: str) -> bool:
    """Whether an entity has a field, or a relation: to what counts as the demand says, if it says so."""
    if not demand.counts_as:
        return bool(entity.fields.get(name) or trace.targets(entity.id, name))
    return any(trace.kind(target).counts_as == demand.counts_as for target in trace.related(entity, name))


@waiting
@rule(
    unanswered_question="Some claim answers each question.",
    finding_not_in_answer="The page of a question names each claim that answers it: in a link, or in the list of them.",
)
def answers_name_their_claims(trace: Trace) -> Iterator[Problem]:
    for question in trace.of_role("question"):
        claims = trace.sources(question.id, "answers")
        listed = {f"findings-of {question.id}", "findings-of"}
        if not claims:
            yield problem_at(question.place, "unanswered-question", f"nothing answers '{question.id}'")
        if any(view.page == question.page and " ".join(view.call.split()) in listed for view in trace.views):
            continue
        for claim in claims:
            if not any(mention.page == question.page for mention in trace.mentioned.get(claim, ())):
                what = f"'{claim}' answers '{question.id}', but this page does not link it"
                yield problem_at(question.place, "finding-not-in-answer", what)
