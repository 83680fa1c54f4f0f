"""Nothing is left over or missing: entities are used, sections and pages are there, views are known."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.index import Index
from spor.trace.trace import Entity, Trace
from spor.trace.problem import Problem, suggestion
from spor.check.rule import Rule, ids_of, problem_at, where
from spor.trace.schema import CHAINED, KINDS, MUST_BE_USED, VIEWS
from spor.read.syntax import is_inside

#: The view in which each entity of a kind has its place.
_LISTED_BY = {
    "statement": "statements",
    "informant": "informants",
    "guide": "guide",
    "letter": "letters",
    "letter_item": "letters",
    "checklist_item": "checklist",
    "source": "literature",
}


def everything_is_used(trace: Trace, index: Index) -> Iterator[Problem]:
    """unused-…, uncited-source: something refers to each entity; a statement is used by a finding.

    `unused: reason` is the writer's exception; one that is not needed is a problem too. What is withdrawn stays at its
    place when nothing uses it any more.
    """
    for entity in trace.entities.values():
        rule = MUST_BE_USED.get(entity.kind)
        if not rule or entity.withdrawn or any(trace.entities[i].withdrawn for i in _informants(trace, index, entity)):
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
            yield problem_at(entity.place, rule, f"{what}: use it, take it out, or say why with 'unused: reason'")
        if used and entity.unused:
            what = f"'{entity.id}' is used: take out 'unused'"
            yield problem_at(where(entity, "unused"), "needless-exception", what)


def _informants(trace: Trace, index: Index, entity: Entity) -> list[str]:
    return [i for i in index.targets(entity.id, "informant") if i in trace.entities]


def sections_are_all_there(trace: Trace, _: Index) -> Iterator[Problem]:
    """missing-section: each section of the thesis has a heading on some page."""
    for section in trace.of_kind("section"):
        if not section.page and not section.unused:
            what = f"no page has a heading for {section.id} '{section.title}' (its anchor is missing)"
            yield problem_at(section.place, "missing-section", what)
        if section.page and section.unused:
            what = f"{section.id} is on the site: take out 'unused'"
            yield problem_at(where(section, "unused"), "needless-exception", what)


def lists_have_a_page(trace: Trace, _: Index) -> Iterator[Problem]:
    """homeless: an entity of a data file stands on a page that exists, in the view that lists its kind."""
    first: dict[str, Entity] = {}
    for entity in trace.entities.values():
        if entity.kind != "section":
            first.setdefault(entity.kind, entity)
    asked = {(view.page, view.call) for view in trace.views}
    for kind, entity in first.items():
        view = _LISTED_BY.get(kind)
        if entity.page not in trace.pages:
            what = f"the page for each {kind} ('{entity.page}') does not exist"
            yield problem_at(entity.place, "homeless", what)
        elif view and entity.anchor and (entity.page, view) not in asked:
            what = f"the page for each {kind} has no view that lists them: add '/// view | {view}' and '///'"
            yield problem_at(trace.pages[entity.page].place, "homeless", what)


def lists_stand_once(trace: Trace, _: Index) -> Iterator[Problem]:
    """double-view: a view stands on a page once; most of them give what they show an id."""
    seen = set()
    for view in trace.views:
        call = " ".join(view.call.split())
        if (view.page, call) in seen and call.split(" ")[0] in VIEWS:
            yield problem_at(view.place, "double-view", f"'{call}' stands on this page already")
        seen.add((view.page, call))


def views_exist(trace: Trace, _: Index) -> Iterator[Problem]:
    """unknown-view, malformed-view: a page asks for a view that there is, with the argument that it takes."""
    for view in trace.views:
        name, *arguments = view.call.split() or [""]
        if name not in VIEWS:
            yield problem_at(view.place, "unknown-view", f"there is no view '{name}'{suggestion(name, VIEWS)}")
            continue
        wanted = VIEWS[name]
        page = trace.pages[view.page]
        if wanted in KINDS:
            target = arguments[0] if arguments else page.owner
            entity = trace.entities.get(target)
            if len(arguments) > 1 or entity is None or entity.kind != wanted:
                known = ids_of(trace, [wanted])
                what = f"'{name}' needs the id of a {wanted}, not '{target}'{suggestion(target, known)}"
                yield problem_at(view.place, "malformed-view", what)
        elif wanted == "file" and len(arguments) == 1 and not is_inside(arguments[0]):
            what = f"'{name}' takes a file below docs/, not '{arguments[0]}'"
            yield problem_at(view.place, "malformed-view", what)
        elif bool(arguments) != bool(wanted) or len(arguments) > 1:
            what = f"'{name}' takes {'one ' + wanted if wanted else 'no argument'}, not '{' '.join(arguments)}'"
            yield problem_at(view.place, "malformed-view", what)
        elif wanted == "kind" and arguments[0] not in CHAINED:
            what = f"'{name}' is there for {', '.join(CHAINED)}, not for '{arguments[0]}'"
            yield problem_at(view.place, "malformed-view", f"{what}{suggestion(arguments[0], CHAINED)}")


RULES: tuple[Rule, ...] = (everything_is_used, sections_are_all_there, lists_have_a_page, lists_stand_once, views_exist)
