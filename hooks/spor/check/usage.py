"""Nothing is left over, missing or there twice: entities are used, sections, pages, headings and numbers are there,
views are known."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spor.check.links import is_custom
from spor.read.syntax import Lines, is_inside, section_anchor
from spor.trace.change import item_field
from spor.trace.problem import Problem, problem_at, reports, rule, suggestion, waiting
from spor.trace.schema import GROUPS, general
from spor.trace.trace import Entity, Page, Trace
from spor.trace.view import VIEWS

#: A page of the thesis, or none that is told.
_PAGE = re.compile(r"(?i)[ivxlc]*|\d+")
#: Each kind that must be used says in which rule (`kinds.yml`).
_USED = {
    e["used"]["rule"]: f"Something refers to each {kind}." for kind, e in general()["kinds"].items() if "used" in e
}


@reports(**_USED)
@waiting(needless_exception="What is used, or need not be, does not say that it is unused.")
def everything_is_used(trace: Trace) -> Iterator[Problem]:
    """Something refers to each entity whose kind asks for it; `unused: reason` is the writer's exception.

    What is withdrawn stays at its place when nothing uses it any more.
    """
    for kind in trace.schema.kinds.values():
        for entity in trace.of_kind(kind.id):
            if not kind.used_rule:
                if entity.unused and kind.id != "section":
                    what = f"nothing asks for '{entity.id}' to be used: take out 'unused'"
                    yield problem_at(entity.where("unused"), "needless-exception", what)
                continue
            if entity.withdrawn or any(person.withdrawn for person in trace.persons(entity)):
                continue
            used, what = _is_used(trace, entity)
            if not used and not entity.unused:
                mend = "use it, take it out, or say why with 'unused: reason'"
                yield problem_at(entity.place, kind.used_rule, f"{what}: {mend}")
            if used and entity.unused:
                what = f"'{entity.id}' is used: take out 'unused'"
                yield problem_at(entity.where("unused"), "needless-exception", what)


def _is_used(trace: Trace, entity: Entity) -> tuple[bool, str]:
    """Whether something refers to an entity as its kind asks for it, and what to say if not."""
    kind = trace.kind(entity)
    if kind.used:
        used = any(trace.sources(entity.id, name) for name in kind.used)
        return used, f"nothing uses '{entity.id}' as {' or '.join(kind.used)}"
    cited = kind.role == "source"
    mentions = [m for m in trace.mentioned.get(entity.id, ()) if m.citation == cited and m.owner != entity.id]
    used = bool(trace.incoming.get(entity.id) or mentions)
    return used, f"nothing {'cites' if cited else 'refers to'} '{entity.id}'"


@waiting(missing_section="Each section of the thesis has a heading on some page.")
def sections_are_all_there(trace: Trace) -> Iterator[Problem]:
    for section in trace.of_kind("section"):
        if not section.page and not section.unused:
            heading = f"{section.fields.get('number', '')} {section.title} {{#{section_anchor(section.id)}}}"
            what = f"no page has a heading for {section.id}: write '{heading}'"
            yield problem_at(section.place, "missing-section", what)
        if section.page and section.unused:
            what = f"{section.id} is on the site: take out 'unused'"
            yield problem_at(section.where("unused"), "needless-exception", what)


@waiting(homeless="What a data file holds stands on a page that exists, in the view that lists its kind.")
def lists_have_a_page(trace: Trace) -> Iterator[Problem]:
    asked = {(view.page, " ".join(view.words)) for view in trace.views}
    for kind in trace.schema.kinds.values():
        entity = next(iter(trace.of_kind(kind.id)), None)
        if entity is None or kind.id == "section":
            continue
        wanted = kind.listed_by or f"list {kind.id}"
        if entity.page not in trace.pages:
            is_none = f"'{entity.page}' is no page" if entity.page else "no page is named"
            what = f"{is_none} for each {kind.id} to stand on: name one under extra.spor.homes in mkdocs.yml"
            yield problem_at(entity.place, "homeless", what)
        elif kind.listed_by == "prose":
            text = trace.pages[entity.page].text
            for listed in trace.of_kind(kind.id):
                if (at := re.search(rf"#{listed.anchor}(?=[\s}}])", text)) is None:
                    what = (
                        f"'{listed.id}' has no place on '{listed.page}': give its text there the id '#{listed.anchor}'"
                    )
                    yield problem_at(listed.place, "homeless", what)
                elif listed.title not in text[text.rfind("\n", 0, at.start()) + 1 : at.start()]:
                    what = f"'{listed.id}' is '{listed.title}', which does not stand at its place on '{listed.page}'"
                    yield problem_at(listed.where(kind.title), "title-heading", what)
            yield from _without_record(trace, kind.id, trace.pages[entity.page])
        elif entity.anchor and (entity.page, wanted) not in asked:
            what = f"the page for each {kind.id} has no view that lists them: add '/// view | {wanted}' and '///'"
            yield problem_at(trace.pages[entity.page].place, "homeless", what)


def _without_record(trace: Trace, kind: str, page: Page) -> Iterator[Problem]:
    """The places on a page whose ids begin as those of a kind do, all of them, and are of nothing."""
    begin, *others = {entity.id.partition("-")[0] for entity in trace.of_kind(kind)}
    line = Lines(page.text, page.place.line)
    for place in re.finditer(rf"\{{:?[ ]*#(?P<id>{re.escape(begin)}-[\w-]+)", page.text) if not others else ():
        if place["id"] not in trace.entities:
            what = f"'#{place['id']}' stands here, but no {kind} has this id"
            yield Problem(page.place.path, line(place.start()), "homeless", what)


@waiting(list_number="The items of a numbered list are `name-1`, `name-2` … without a gap.")
def lists_are_numbered(trace: Trace) -> Iterator[Problem]:
    for kind in trace.schema.of_role("list"):
        items = [item for item in trace.of_kind(kind) if "number" in trace.schema.fields(kind)]
        name = items[0].id.rpartition("-")[0] if items else ""
        for number, item in enumerate(items, 1):
            if (item.id, item.fields.get("number")) != (f"{name}-{number}", str(number)):
                what = f"'{item.id}' is item {number} of the list: its id must be '{name}-{number}', its number"
                yield problem_at(item.where("id"), "list-number", f"{what} '{number}'")


@waiting(
    page_order="The parts of the thesis stand in its order: in the data by their pages, and on a page of the site."
)
def sections_follow_each_other(trace: Trace) -> Iterator[Problem]:
    numbered = [(each, str(each.fields.get("page", ""))) for each in trace.of_kind("section")]
    for section, page in numbered:
        if not _PAGE.fullmatch(page):
            what = f"{section.id} begins on page '{page}', which is no number"
            yield problem_at(section.where("page"), "page-order", what)
    for (before, first), (section, page) in pairwise((each, page) for each, page in numbered if page.isdecimal()):
        if int(page) < int(first):
            what = f"{section.id} begins on page {page}, but {before.id}, which stands before it, on page {first}"
            yield problem_at(section.where("page"), "page-order", what)


@waiting()
def headings_follow_each_other(trace: Trace) -> Iterator[Problem]:
    """The sections that stand on one page of the site are in the order that the thesis has them in (page-order)."""
    lines = {(page.path, block.address): block.line for page in trace.pages.values() for block in page.blocks}
    sections = [(each, lines.get((each.page, each.anchor))) for each in trace.of_kind("section")]
    for (before, first), (section, line) in pairwise((each, line) for each, line in sections if line is not None):
        if before.page == section.page and line < first:
            what = f"{section.id} stands before {before.id} here, but comes after it in the thesis"
            yield Problem(trace.pages[section.page].place.path, line, "page-order", what)


@waiting(other_headings="Where nearly all pages of a kind have the same headings in one order, each has them so.")
def pages_are_built_alike(trace: Trace) -> Iterator[Problem]:
    for kind in trace.schema.kinds.values() if trace.translation is None else ():
        own = [entity.page for entity in trace.of_kind(kind.id) if not entity.anchor]
        pages = [trace.pages[path] for path in own if path in trace.pages and trace.pages[path].blocks]
        built = [
            [f"{'#' * block.level} {block.text}" for block in page.blocks if block.kind == "heading"] for page in pages
        ]
        had = Counter(heading for headings in built for heading in set(headings))
        custom = [heading for heading, many in had.items() if is_custom(len(pages), len(pages) - many)]
        orders = [tuple(heading for heading in headings if heading in custom) for headings in built]
        usual, many = Counter(orders).most_common(1)[0] if orders else ((), 0)
        for page, order in zip(pages, orders, strict=True):
            for heading in (heading for heading in custom if heading not in order):
                what = f"there is no heading '{heading}', as (nearly) all other pages of a {kind.id} have it"
                yield problem_at(page.place, "other-headings", what)
            if order != usual and set(order) == set(usual) and is_custom(len(pages), len(pages) - many):
                what = f"the headings stand in another order than on (nearly) all other pages of a {kind.id}"
                yield problem_at(page.place, "other-headings", f"{what}: {', '.join(usual)}")


@waiting()
def groups_have_names(trace: Trace) -> Iterator[Problem]:
    """Where a project has words for any theme or theory, it has them for each (wrong-value)."""
    for kind in trace.schema.kinds.values():
        for name in (name for name in GROUPS if name in kind.fields and kind.fields[name].wordless):
            known = () if kind.fields[name].one_of else trace.original.locale.keys(GROUPS[name])
            for entity in trace.of_kind(kind.id) if known else ():
                if (value := str(entity.fields.get(name) or known[0])) not in known:
                    what = f"'{name}' of '{entity.id}' is '{value}', which has no words{suggestion(value, known)}"
                    yield problem_at(entity.where(name), "wrong-value", f"{what}: add them under labels.{GROUPS[name]}")


@rule(
    unknown_view="A page asks for a view that there is.",
    malformed_view="A page gives a view the argument that it takes.",
    double_view="A view stands on a page once: most of them give what they show an id.",
)
def views_exist(trace: Trace) -> Iterator[Problem]:
    seen = set()
    for asked in trace.views:
        name, *arguments = called = asked.words or ("",)
        if name not in VIEWS:
            yield problem_at(asked.place, "unknown-view", f"there is no view '{name}'{suggestion(name, VIEWS)}")
            continue
        if what := _misfit(trace, asked.page, name, arguments):
            yield problem_at(asked.place, "malformed-view", f"'{name}' {what}")
        if (asked.page, called) in seen:
            yield problem_at(asked.place, "double-view", f"'{' '.join(called)}' stands on this page already")
        seen.add((asked.page, called))


def _misfit(trace: Trace, page: str, name: str, arguments: list[str]) -> str:
    """What is wrong with the arguments of a view; empty where they are right."""
    takes, roles, given = VIEWS[name].takes, VIEWS[name].roles, " ".join(arguments)
    kinds = trace.schema.of_role(*roles) if roles else tuple(trace.schema.kinds)
    if takes == "fields":
        for name, _, value in (argument.partition("=") for argument in arguments):
            if (field := item_field(trace, name)) is None:
                return f"takes a field of what changes compare, and '{name}' is none"
            if value and field.one_of and value not in field.one_of:
                return f"asks for what has '{value}' as its '{name}'{suggestion(value, field.one_of)}"
        return "" if arguments else "takes a field, and what others must hold: 'field other=value'"
    if takes == "file":
        return "" if len(arguments) == 1 and is_inside(given) else f"takes a file below docs/, not '{given}'"
    if takes == "kind":
        return "" if given in kinds else f"is there for {', '.join(kinds)}, not for '{given}'{suggestion(given, kinds)}"
    if not takes:
        return f"takes no argument, not '{given}'" if given else ""
    target = arguments[0] if arguments else trace.pages[page].owner
    entity = trace.entities.get(target)
    if len(arguments) < 2 and (trace.role(entity) == takes if entity else trace.may_be_lost(target)):
        return ""
    return f"needs the id of a {takes}, not '{target}'{suggestion(target, [e.id for e in trace.of_role(takes)])}"
