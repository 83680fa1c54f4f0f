"""Relations and mentions lead somewhere, to the right kind, once, and not in circles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spor.trace.problem import Problem, problem_at, suggestion
from spor.trace.rule import rule
from spor.trace.trace import Mention, Relation, Trace

#: A number, or two with a hyphen or dash between them; neither is part of a longer word or number (2.1–2.3, a4).
_RANGE = re.compile(r"(?<![\w.])(?P<first>\d{1,9})(?:\s*[-–—]\s*(?P<last>\d{1,9}))?(?![\w.])")


def _ids(trace: Trace, kinds: Iterable[str]) -> list[str]:
    return [entity.id for entity in trace.of_kind(*kinds)]


@rule(
    unknown_id="The target of a relation or a link exists.",
    unknown_citation="What is cited is an entry of the bibliography.",
)
def relations_lead_somewhere(trace: Trace) -> Iterator[Problem]:
    for relation in trace.relations:
        if relation.target in trace.entities or trace.may_be_lost(relation.target):
            continue
        field = trace.schema.fields(trace.entities[relation.source].kind)[relation.name]
        name = "unknown-citation" if field.cites else "unknown-id"
        hint = suggestion(relation.target, _ids(trace, field.targets)) or suggestion(relation.target, trace.entities)
        yield problem_at(
            relation.place, name, f"'{relation.name}' leads to '{relation.target}', which is nowhere{hint}"
        )


@rule(wrong_target="The target of a relation is of a kind that the relation allows.")
def relations_lead_to_the_right_kind(trace: Trace) -> Iterator[Problem]:
    for relation in trace.relations:
        if relation.target not in trace.entities or relation.source not in trace.entities:
            continue
        kind = trace.entities[relation.target].kind
        field = trace.schema.fields(trace.entities[relation.source].kind).get(relation.name)
        if field and kind not in field.targets:
            allowed = ", ".join(field.targets)
            what = f"'{relation.name}' leads to '{relation.target}' ({kind}), but must lead to: {allowed}"
            yield problem_at(relation.place, "wrong-target", what)


@rule(
    duplicate_relation="A relation is written once.",
    self_relation="A relation does not lead to the entity itself.",
)
def relations_stand_once(trace: Trace) -> Iterator[Problem]:
    seen = set()
    for relation in trace.relations:
        key = (relation.source, relation.name, relation.target, relation.locator, relation.prefix, relation.place.path)
        if key in seen:
            what = f"'{relation.name}' of '{relation.source}' names '{relation.target}' twice"
            yield problem_at(relation.place, "duplicate-relation", what)
        seen.add(key)
        if relation.source == relation.target:
            what = f"'{relation.name}' of '{relation.source}' leads to itself"
            yield problem_at(relation.place, "self-relation", what)


#: Relations of which only one can hold between the same two.
_EXCLUDING = (("evidence", "against"), ("builds_on", "against"), ("broader", "contrasts"))


@rule(contradicting_relation="No two relations between the same two contradict each other, and none is written twice.")
def relations_agree(trace: Trace) -> Iterator[Problem]:
    named = {(relation.source, relation.name, relation.target): relation for relation in trace.relations}
    for relation in named.values():
        for one, other in _EXCLUDING:
            if relation.name == other and (relation.source, one, relation.target) in named:
                what = f"'{relation.source}' names '{relation.target}' both under '{one}' and under '{other}': keep one"
                yield problem_at(relation.place, "contradicting-relation", what)
    for name in trace.schema.relations(sides=True):
        for source, of, target in named:
            if of == name and source < target and (target, name, source) in named:
                what = f"'{target}' says already that it {name} '{source}': the opposite is never written"
                yield problem_at(named[source, of, target].place, "contradicting-relation", what)


@rule()
def mentions_lead_somewhere(trace: Trace) -> Iterator[Problem]:
    """What the prose links to or cites exists, and is cited only if a source (unknown-id, unknown-citation)."""
    for mention in trace.mentions:
        entity = trace.entities.get(mention.target)
        if entity is None and trace.may_be_lost(mention.target):
            continue
        if mention.citation and (entity is None or trace.role(entity) != "source"):
            hint = suggestion(mention.target, [source.id for source in trace.of_role("source")])
            what = f"no entry '{mention.target}' in the bibliography{hint}"
            yield problem_at(mention.place, "unknown-citation", what)
        elif entity is None:
            hint = suggestion(mention.target, trace.entities)
            yield problem_at(mention.place, "unknown-id", f"'[[{mention.target}]]' leads nowhere{hint}")


@rule(malformed_locator="A citation leads to pages that a work can have: none is 0, and no range runs backwards.")
def locators_can_be_looked_up(trace: Trace) -> Iterator[Problem]:
    cited_all: tuple[Relation | Mention, ...] = (*trace.relations, *trace.mentions)
    for cited in (each for each in cited_all if each.locator):
        for match in _RANGE.finditer(cited.locator):
            first, last = match.groups(default=match["first"])
            shortened = len(last) < len(first)  # 212–15 stands for 212–215
            if not int(first) or int(first[: len(first) - len(last)] + last if shortened else last) < int(first):
                what = f"'{cited.locator}' is no place in '{cited.target}': the pages begin at 1 and run upwards"
                yield problem_at(cited.place, "malformed-locator", what)


@rule(cycle="A chain of relations that say what an entity rests on ends somewhere.")
def nothing_goes_in_circles(trace: Trace) -> Iterator[Problem]:
    for name in trace.schema.relations(acyclic=True):
        done: set[str] = set()
        for start in (identifier for identifier in trace.entities if trace.targets(identifier, name)):
            path: list[str] = []
            on_path: set[str] = set()
            stack: list[tuple[str, bool]] = [(start, True)]
            while stack:
                node, entering = stack.pop()
                if not entering:
                    on_path.discard(path.pop())
                    done.add(node)
                elif node in on_path:
                    circle = [*path[path.index(node) :], node]
                    place = trace.entities[circle[0]].where(name)
                    yield problem_at(place, "cycle", f"'{name}' goes in a circle: {' → '.join(circle)}")
                elif node not in done and node in trace.entities:
                    path.append(node)
                    on_path.add(node)
                    stack.append((node, False))
                    stack += [(target, True) for target in trace.targets(node, name) if target != node]
