"""Relations and mentions lead somewhere, to the right kind, once, and not in circles; each entity has those that its
kind owes the reader, and a question's page tells of its answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from spor.read.syntax import MARK, Lines, blank_code, blanked, slips
from spor.trace.problem import Place, Problem, problem_at, rule, suggestion, waiting
from spor.trace.schema import Demand, general
from spor.trace.trace import Entity, Mention, Relation, Trace

#: A number, or two with a hyphen or dash between them; neither is part of a longer word or number (2.1–2.3, a4, 1:12).
_RANGE = re.compile(r"(?<![\w.:])(?P<first>\d{1,9})(?:\s*[-–—]\s*(?P<last>\d{1,9}))?(?![\w.]|:\d)")
#: Pages, as an entry of the bibliography or a locator has them, and a page that is cited.
PAGES = re.compile(r"(?<!\d)(?P<first>\d{1,9})(?:\s*[-–]+\s*(?P<last>\d{1,9}))?(?!\d)")
_CITED_PAGE = re.compile(r"\b(?:ss?|pp?)\.\s*(?P<first>\d{1,9})(?!\d)")
#: An id within brackets of one sort or the other, alone or with what follows it; not the text or the label of a link.
_LOST_BRACKET = re.compile(
    r"(?<![\\!\]\[({])(?P<open>\[|\(\(|\{\{)(?P<id>§?\w[\w.]*(?:-\w+)*)(?P<rest>(?:\\?\||,)[^\[\](){}\n]+)?"
    r"(?:\]|\)\)|\}\})(?![\[(:\]])"
)
_LABEL = re.compile(r"^[ ]{0,3}\[([^\[\]]+)\]:", re.MULTILINE)
#: What tells of pages, after the key of a work.
_TOLD = re.compile(r",\s*(?:ss?|pp?|side|page|kap|chap)\b")
#: Beside each one that does otherwise, so many must do as is the custom.
_CUSTOM = 10


def is_custom(asked: int, others: int) -> bool:
    """Whether so few of those that are asked do otherwise that what the rest does is the custom, and they are slips."""
    return asked - others >= _CUSTOM * others


@rule(
    unknown_id="The target of a relation or a link exists.",
    unknown_citation="What is cited is an entry of the bibliography.",
    wrong_target="The target of a relation is of a kind that the relation allows.",
)
def relations_lead_somewhere(trace: Trace) -> Iterator[Problem]:
    for relation in trace.relations:
        field = trace.schema.fields(trace.entities[relation.source].kind).get(relation.name)
        if field is None:  # a translation whose settings do without it
            continue
        target, leads = trace.entities.get(relation.target), f"'{relation.name}' leads to '{relation.target}'"
        if target is not None and target.kind not in field.targets:
            what = f"{leads} ({target.kind}), but must lead to: {', '.join(field.targets)}"
            yield problem_at(relation.place, "wrong-target", what)
        elif target is None and not trace.may_be_lost(relation.target):
            near = [entity.id for entity in trace.of_kind(*field.targets)]
            hint = suggestion(relation.target, near) or suggestion(relation.target, trace.entities)
            name = "unknown-citation" if field.cites else "unknown-id"
            yield problem_at(relation.place, name, f"{leads}, which is nowhere{hint}")


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


#: What counts otherwise than pages do: § 2-1 is a paragraph of a law, figure 3-2 one of chapter 3.
_NO_PAGES = re.compile(r"(?:§|\b(?:art|chap|fig|kap|no|nr|tab)\w*\.?)\s*$", re.IGNORECASE)


@rule()
def mentions_are_whole(trace: Trace) -> Iterator[Problem]:
    """What has the form of a link or of a citation, and names something, is one (malformed-link, malformed-citation).

    A word in brackets alone can be meant as it stands; `\\[` says so of all else.
    """
    sources = {source.id for source in trace.of_role("source")}
    for page in trace.pages.values():
        body = blank_code(page.text)
        labels = {label.casefold() for label in _LABEL.findall(body)}
        line = Lines(body, page.place.line)
        for match in _LOST_BRACKET.finditer(blanked(MARK, body)):
            name, rest = match["id"], match["rest"] or ""
            if name not in trace.entities or name.casefold() in labels:
                continue
            place = Place(page.place.path, line(match.start()))
            if name in sources and match["open"] == "[" and (_TOLD.match(rest) or (not rest and _is_coined(name))):
                yield problem_at(place, "malformed-citation", f"'{match[0]}' is no citation: write [@{name}{rest}]")
            elif rest.startswith(("|", "\\|")) or (not rest and _is_coined(name)):
                what = f"'{match[0]}' is no link: write [[{name}{rest}]], or \\{match[0]} for the words as they stand"
                yield problem_at(place, "malformed-link", what)
    for place, text in trace.prose():
        for mark in MARK.finditer(text):
            what = f"'{mark[0]}' is shown as it stands in a field: links and citations stand in the text of a page"
            yield problem_at(place, "malformed-link", what)


def _is_coined(identifier: str) -> bool:
    """Whether an id is none that anybody writes as a word: it has a digit or a hyphen."""
    return bool(re.search(r"[\d-]", identifier))


@rule(malformed_locator="A citation leads to pages that a work can have: none is 0, and no range runs backwards.")
def locators_can_be_looked_up(trace: Trace) -> Iterator[Problem]:
    """Of a work whose entry says its pages, it leads to one of these."""
    entries = {work.id: PAGES.fullmatch(str(work.fields.get("pages", "")).strip()) for work in trace.of_role("source")}
    cited_all: tuple[Relation | Mention, ...] = (*trace.relations, *trace.mentions)
    for cited in (each for each in cited_all if each.locator):
        for what in _faults(cited.locator, entries.get(cited.target)):
            what = f"'{cited.locator}' is no place in '{cited.target}': {what}"
            yield problem_at(cited.place, "malformed-locator", what)


def _faults(locator: str, entry: re.Match[str] | None) -> Iterator[str]:
    """What is wrong with a locator in a work whose entry has these pages."""
    if entry and entry["last"]:
        first, last = ends(entry)
        if first <= last and any(not first <= int(match["first"]) <= last for match in _CITED_PAGE.finditer(locator)):
            yield f"its entry has the pages {entry[0]}"
    if slip := next(slips("malformed-locator", "locators", locator), None):
        yield slip[2]
        return
    for match in _RANGE.finditer(locator):
        first, last = ends(match)
        if not _NO_PAGES.search(locator[: match.start()]) and not 1 <= first <= last:
            yield "the pages begin at 1 and run upwards"


def ends(pages: re.Match[str]) -> tuple[int, int]:
    """The first and the last page of a range; one alone is both, and in 212–15 the last is 215."""
    first, last = pages.groups(default=pages["first"])
    return int(first), int(first[: len(first) - len(last)] + last if len(last) < len(first) else last)


@rule(cycle="A chain of relations that say what an entity rests on ends somewhere.")
def nothing_goes_in_circles(trace: Trace) -> Iterator[Problem]:
    for name in trace.schema.relations(acyclic=True):
        rests_on = {one: [other for other in trace.targets(one, name) if other != one] for one in trace.entities}
        while circle := _circle(rests_on):
            place = trace.entities[circle[0]].where(name)
            yield problem_at(place, "cycle", f"'{name}' goes in a circle: {' → '.join(circle)}")
            rests_on[circle[-2]].remove(circle[-1])  # there may be others


def _circle(rests_on: Mapping[str, Iterable[str]]) -> list[str]:
    """The ids of a circle from the one that stands first in the trace back to itself; none where there is none."""
    try:
        TopologicalSorter(rests_on).prepare()
    except CycleError as error:
        circle = error.args[1][:0:-1]
        first = min(range(len(circle)), key=lambda at: list(rests_on).index(circle[at]))
        return [*circle[first:], *circle[: first + 1]]
    return []


@waiting(**{name: f"A {entry['of']} {entry['says']}." for name, entry in general()["rules"].items()})
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


@waiting(
    unanswered_question="Some claim answers each question.",
    finding_not_in_answer="The page of a question names each claim that answers it: in a link, or in the list of them.",
)
def answers_name_their_claims(trace: Trace) -> Iterator[Problem]:
    for question in trace.of_role("question"):
        claims = trace.sources(question.id, "answers")
        listed = (("findings-of", question.id), ("findings-of",))
        if not claims:
            yield problem_at(question.place, "unanswered-question", f"nothing answers '{question.id}'")
        if any(view.page == question.page and view.words in listed for view in trace.views):
            continue
        for claim in claims:
            if not any(mention.page == question.page for mention in trace.mentioned.get(claim, ())):
                what = f"'{claim}' answers '{question.id}', but this page does not link it"
                yield problem_at(question.place, "finding-not-in-answer", what)


def words_of(raw: str) -> str:
    """The words of a link that its writer gave; empty where there are none."""
    return raw.removesuffix("]]").rpartition("|")[2] if "|" in raw else ""
