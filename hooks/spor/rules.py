"""The rules a trace must keep: each a small function that yields what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spor.index import Index
from spor.model import Entity, Place, Trace
from spor.problems import Problem, suggestion
from spor.schema import MUST_BE_USED, VIEWS, fields_of

Rule = Callable[[Trace, Index], Iterator[Problem]]

#: Relations that say which view of things an entity rests on: a chain of them must end somewhere.
_ACYCLIC = ("builds_on", "broader")


def _problem(place: Place, rule: str, message: str) -> Problem:
    return Problem(place.path, place.line, rule, message)


def _ids(trace: Trace, kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    return [entity.id for entity in trace.entities.values() if entity.kind in wanted]


def _bibliography_is_unread(trace: Trace) -> bool:
    """Whether the bibliography itself is at fault: then no single citation is to blame."""
    return not trace.of_kind("source") and any(problem.path.endswith(".bib") for problem in trace.problems)


def relations_lead_somewhere(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-id, unknown-citation: the target of a relation exists."""
    unread = _bibliography_is_unread(trace)
    for relation in trace.relations:
        if relation.target in trace.entities or relation.source not in trace.entities:
            continue
        field = fields_of(trace.entities[relation.source].kind)[relation.name]
        rule = "unknown-citation" if field.cites else "unknown-id"
        if field.cites and unread:
            continue
        hint = suggestion(relation.target, _ids(trace, field.targets)) or suggestion(relation.target, trace.entities)
        yield _problem(relation.place, rule, f"'{relation.name}' leads to '{relation.target}', which is nowhere{hint}")


def relations_lead_to_the_right_kind(trace: Trace, _: Index) -> Iterator[Problem]:
    """wrong-target: the target of a relation is of a kind that the relation allows."""
    for relation in trace.relations:
        if relation.target not in trace.entities or relation.source not in trace.entities:
            continue
        kind = trace.entities[relation.target].kind
        allowed = fields_of(trace.entities[relation.source].kind)[relation.name].targets
        if kind not in allowed:
            what = f"'{relation.name}' leads to '{relation.target}' ({kind}), but must lead to: {', '.join(allowed)}"
            yield _problem(relation.place, "wrong-target", what)


def relations_stand_once(trace: Trace, _: Index) -> Iterator[Problem]:
    """duplicate-relation, self-relation: a relation is written once, and not to the entity itself."""
    seen = set()
    for relation in trace.relations:
        key = (relation.source, relation.name, relation.target, relation.locator, relation.prefix)
        if key in seen:
            what = f"'{relation.name}' of '{relation.source}' names '{relation.target}' twice"
            yield _problem(relation.place, "duplicate-relation", what)
        seen.add(key)
        if relation.source == relation.target:
            what = f"'{relation.name}' of '{relation.source}' leads to itself"
            yield _problem(relation.place, "self-relation", what)


def mentions_lead_somewhere(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-id, unknown-citation: what the prose links to or cites exists, and is cited only if a source."""
    unread = _bibliography_is_unread(trace)
    for mention in trace.mentions:
        entity = trace.entities.get(mention.target)
        if mention.citation and unread:
            continue
        if mention.citation and (entity is None or entity.kind != "source"):
            hint = suggestion(mention.target, _ids(trace, ["source"]))
            what = f"no entry '{mention.target}' in the bibliography{hint}"
            yield _problem(mention.place, "unknown-citation", what)
        elif entity is None:
            hint = suggestion(mention.target, trace.entities)
            yield _problem(mention.place, "unknown-id", f"'[[{mention.target}]]' leads nowhere{hint}")


def empirical_findings_have_data(trace: Trace, index: Index) -> Iterator[Problem]:
    """empirical-without-data: an empirical finding rests on a statement or a letter's item."""
    for finding in trace.of_kind("finding"):
        if finding.fields.get("type") != "empirical":
            continue
        kinds = {trace.entities[t].kind for t in index.targets(finding.id, "evidence") if t in trace.entities}
        if not kinds & {"statement", "letter_item"}:
            what = f"'{finding.id}' is empirical, but no statement or letter item carries it"
            yield _problem(_at(finding, "evidence"), "empirical-without-data", what)


def interpretations_build_on_findings(trace: Trace, index: Index) -> Iterator[Problem]:
    """interpretation-without-ground: an interpretive finding builds on at least one other."""
    for finding in trace.of_kind("finding"):
        if finding.fields.get("type") == "interpretive" and not index.targets(finding.id, "builds_on"):
            what = f"'{finding.id}' is interpretive, but builds on no finding"
            yield _problem(_at(finding, "builds_on"), "interpretation-without-ground", what)


def interpretations_use_theory(trace: Trace, index: Index) -> Iterator[Problem]:
    """interpretation-without-theory: an interpretive finding names a concept or a source."""
    for finding in trace.of_kind("finding"):
        theory = index.targets(finding.id, "concepts") + index.targets(finding.id, "sources")
        if finding.fields.get("type") == "interpretive" and not theory:
            what = f"'{finding.id}' is interpretive, but names no concept and no source"
            yield _problem(_at(finding, "concepts"), "interpretation-without-theory", what)


def guide_questions_say_why(trace: Trace, index: Index) -> Iterator[Problem]:
    """guide-question-without-aim: a question of the guide informs a research question, or says why not."""
    for question in trace.of_kind("guide"):
        informs, reason = index.targets(question.id, "informs"), question.fields.get("reason")
        if not informs and not reason:
            what = f"'{question.id}' informs no question: add 'informs' or a 'reason'"
            yield _problem(_at(question, "informs"), "guide-question-without-aim", what)
        if informs and reason:
            what = f"'{question.id}' informs a question and says why it does not"
            yield _problem(_at(question, "reason"), "guide-question-without-aim", what)


def nothing_goes_in_circles(trace: Trace, index: Index) -> Iterator[Problem]:
    """cycle: no finding builds on itself, however long the way; nor is a concept broader than itself."""
    for name in _ACYCLIC:
        done: set[str] = set()
        for start in trace.entities:
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
                    yield _problem(_at(entity, name), "cycle", f"'{name}' goes in a circle: {' → '.join(circle)}")
                elif node not in done and node in trace.entities:
                    path.append(node)
                    on_path.add(node)
                    stack.append((node, False))
                    stack += [(target, True) for target in index.targets(node, name) if target != node]


def everything_is_used(trace: Trace, index: Index) -> Iterator[Problem]:
    """unused-…, uncited-source: something refers to each entity; a statement is used by a finding.

    `unused: reason` is the writer's exception; one that is not needed is a problem too.
    """
    for entity in trace.entities.values():
        rule = MUST_BE_USED.get(entity.kind)
        if not rule:
            continue
        if entity.kind == "statement":
            used = bool(index.sources(entity.id, "evidence") or index.sources(entity.id, "against"))
            what = f"no finding uses '{entity.id}' as evidence or against"
        else:
            cited = entity.kind == "source"
            mentions = [m for m in index.mentioned.get(entity.id, ()) if m.citation == cited and m.owner != entity.id]
            used = bool(index.incoming.get(entity.id) or mentions)
            what = f"nothing {'cites' if cited else 'refers to'} '{entity.id}'"
        if not used and not entity.unused:
            yield _problem(entity.place, rule, f"{what}: use it, take it out, or say why with 'unused: reason'")
        if used and entity.unused:
            what = f"'{entity.id}' is used: take out 'unused'"
            yield _problem(_at(entity, "unused"), "needless-exception", what)


def sections_are_all_there(trace: Trace, _: Index) -> Iterator[Problem]:
    """missing-section: each section of the thesis has a heading on some page."""
    for section in trace.of_kind("section"):
        if not section.page and not section.unused:
            what = f"no page has a heading for {section.id} '{section.title}' (its anchor is missing)"
            yield _problem(section.place, "missing-section", what)
        if section.page and section.unused:
            what = f"{section.id} is on the site: take out 'unused'"
            yield _problem(_at(section, "unused"), "needless-exception", what)


def answers_name_their_findings(trace: Trace, index: Index) -> Iterator[Problem]:
    """unanswered-question, finding-not-in-answer: the page of a question links each finding that answers it."""
    for question in trace.of_kind("question"):
        findings = index.sources(question.id, "answers")
        if not findings:
            yield _problem(question.place, "unanswered-question", f"no finding answers '{question.id}'")
        for finding in findings:
            if not any(mention.page == question.page for mention in index.mentioned.get(finding, ())):
                what = f"'{finding}' answers '{question.id}', but this page does not link it"
                yield _problem(question.place, "finding-not-in-answer", what)


def lists_have_a_page(trace: Trace, _: Index) -> Iterator[Problem]:
    """homeless: an entity of a data file stands on a page that exists."""
    missing: dict[str, Entity] = {}
    for entity in trace.entities.values():
        if entity.kind != "section" and entity.page not in trace.pages:
            missing.setdefault(entity.kind, entity)
    for kind, entity in missing.items():
        what = f"the page for each {kind} ('{entity.page}') does not exist"
        yield _problem(entity.place, "homeless", what)


def views_exist(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-view, malformed-view: a page asks for a view that there is, with the argument that it takes."""
    for view in trace.views:
        name, *arguments = view.call.split()
        if name not in VIEWS:
            yield _problem(view.place, "unknown-view", f"there is no view '{name}'{suggestion(name, VIEWS)}")
            continue
        wanted = VIEWS[name]
        page = trace.pages[view.page]
        if wanted == "question":
            target = arguments[0] if arguments else page.owner
            entity = trace.entities.get(target)
            if len(arguments) > 1 or entity is None or entity.kind != wanted:
                questions = _ids(trace, [wanted])
                what = f"'{name}' needs the id of a {wanted}, not '{target}'{suggestion(target, questions)}"
                yield _problem(view.place, "malformed-view", what)
        elif bool(arguments) != bool(wanted) or len(arguments) > 1:
            what = f"'{name}' takes {'one ' + wanted if wanted else 'no argument'}, not '{' '.join(arguments)}'"
            yield _problem(view.place, "malformed-view", what)


def _at(entity: Entity, field: str) -> Place:
    """Where a field of an entity stands; where the entity begins if it has no such field."""
    return Place(entity.place.path, entity.lines.get(field, entity.place.line))


RULES: tuple[Rule, ...] = (
    relations_lead_somewhere,
    relations_lead_to_the_right_kind,
    relations_stand_once,
    mentions_lead_somewhere,
    empirical_findings_have_data,
    interpretations_build_on_findings,
    interpretations_use_theory,
    guide_questions_say_why,
    nothing_goes_in_circles,
    everything_is_used,
    sections_are_all_there,
    answers_name_their_findings,
    lists_have_a_page,
    views_exist,
)
