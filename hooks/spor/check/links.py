"""Relations and mentions lead somewhere, to the right kind, once, and not in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spor.trace.index import Index
from spor.trace.trace import Mention, Relation, Trace
from spor.trace.problem import Problem, suggestion
from spor.check.rule import Rule, ids_of, problem_at, where
from spor.trace.schema import fields_of

#: Relations that say which view of things an entity rests on: a chain of them must end somewhere.
_ACYCLIC = ("builds_on", "broader")
#: A number, or two with a hyphen or dash between them; neither is part of a longer word or number (2.1–2.3, a4).
_RANGE = re.compile(r"(?<![\w.])(?P<first>\d{1,9})(?:\s*[-–—]\s*(?P<last>\d{1,9}))?(?![\w.])")


def _bibliography_is_unread(trace: Trace) -> bool:
    """Whether the bibliography itself is at fault: then no single citation is to blame."""
    return not trace.of_kind("source") and any(problem.path.endswith(".bib") for problem in trace.problems)


def relations_lead_somewhere(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-id, unknown-citation: the target of a relation exists."""
    unread = _bibliography_is_unread(trace)
    for relation in trace.relations:
        if relation.target in trace.entities or relation.source not in trace.entities:
            continue
        field = fields_of(trace.entities[relation.source].kind).get(relation.name)
        if field is None or (unread and "source" in field.targets):
            continue  # its own entity, or the bibliography, is the problem
        rule = "unknown-citation" if field.cites else "unknown-id"
        hint = suggestion(relation.target, ids_of(trace, field.targets)) or suggestion(relation.target, trace.entities)
        yield problem_at(
            relation.place, rule, f"'{relation.name}' leads to '{relation.target}', which is nowhere{hint}"
        )


def relations_lead_to_the_right_kind(trace: Trace, _: Index) -> Iterator[Problem]:
    """wrong-target: the target of a relation is of a kind that the relation allows."""
    for relation in trace.relations:
        if relation.target not in trace.entities or relation.source not in trace.entities:
            continue
        kind = trace.entities[relation.target].kind
        field = fields_of(trace.entities[relation.source].kind).get(relation.name)
        if field and kind not in field.targets:
            allowed = field.targets
            what = f"'{relation.name}' leads to '{relation.target}' ({kind}), but must lead to: {', '.join(allowed)}"
            yield problem_at(relation.place, "wrong-target", what)


def relations_stand_once(trace: Trace, _: Index) -> Iterator[Problem]:
    """duplicate-relation, self-relation: a relation is written once, and not to the entity itself."""
    seen = set()
    for relation in trace.relations:
        at = relation.place
        key = (at.path, at.line, relation.name, relation.target, relation.locator, relation.prefix)
        if key in seen:
            what = f"'{relation.name}' of '{relation.source}' names '{relation.target}' twice"
            yield problem_at(relation.place, "duplicate-relation", what)
        seen.add(key)
        if relation.source == relation.target:
            what = f"'{relation.name}' of '{relation.source}' leads to itself"
            yield problem_at(relation.place, "self-relation", what)


def mentions_lead_somewhere(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-id, unknown-citation: what the prose links to or cites exists, and is cited only if a source."""
    unread = _bibliography_is_unread(trace)
    for mention in trace.mentions:
        entity = trace.entities.get(mention.target)
        if mention.citation and unread:
            continue
        if mention.citation and (entity is None or entity.kind != "source"):
            hint = suggestion(mention.target, ids_of(trace, ["source"]))
            what = f"no entry '{mention.target}' in the bibliography{hint}"
            yield problem_at(mention.place, "unknown-citation", what)
        elif entity is None:
            hint = suggestion(mention.target, trace.entities)
            yield problem_at(mention.place, "unknown-id", f"'[[{mention.target}]]' leads nowhere{hint}")


def locators_can_be_looked_up(trace: Trace, _: Index) -> Iterator[Problem]:
    """malformed-locator: a citation leads to pages that a work can have: none is 0, and no range runs backwards."""
    cited_all: tuple[Relation | Mention, ...] = (*trace.relations, *trace.mentions)
    for cited in (each for each in cited_all if each.locator):
        for match in _RANGE.finditer(cited.locator):
            first, last = match.groups(default=match["first"])
            shortened = len(last) < len(first)  # 212–15 stands for 212–215
            if not int(first) or int(first[: len(first) - len(last)] + last if shortened else last) < int(first):
                what = f"'{cited.locator}' is no place in '{cited.target}': the pages begin at 1 and run upwards"
                yield problem_at(cited.place, "malformed-locator", what)


def nothing_goes_in_circles(trace: Trace, index: Index) -> Iterator[Problem]:
    """cycle: no finding builds on itself, however long the way; nor is a concept broader than itself."""
    for name in _ACYCLIC:
        done: set[str] = set()
        for start in (identifier for identifier in trace.entities if index.targets(identifier, name)):
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
                    entity = trace.entities[circle[0]]
                    yield problem_at(where(entity, name), "cycle", f"'{name}' goes in a circle: {' → '.join(circle)}")
                elif node not in done and node in trace.entities:
                    path.append(node)
                    on_path.add(node)
                    stack.append((node, False))
                    stack += [(target, True) for target in index.targets(node, name) if target != node]


RULES: tuple[Rule, ...] = (
    relations_lead_somewhere,
    relations_lead_to_the_right_kind,
    relations_stand_once,
    mentions_lead_somewhere,
    locators_can_be_looked_up,
    nothing_goes_in_circles,
)
