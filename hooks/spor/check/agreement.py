"""What is said twice is the same both times: how many, in which section, of which year, on which pages of a work."""

import re
from collections.abc import Iterator

from spor.check.grounds import is_editors
from spor.check.links import PAGES, ends, is_custom, words_of
from spor.read.syntax import CITATION, Lines, blank_code, blanked
from spor.trace.problem import Place, Problem, problem_at, rule, waiting
from spor.trace.trace import Page, Trace
from spor.trace.warrant import plain_words, warrants_in

#: A section by its number: two parts at least, since laws are cited by one (§ 14).
_SECTION = re.compile(r"§\s?(?P<number>\d+(?:\.\d+)+)(?![\w.]*\d)")
#: The target of a link to a section, and a citation: what leads nowhere is told already.
_LED = re.compile(rf"\[\[§[^\]|]*|{CITATION}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
#: What another section may tell of a claim: the one that sums up, or that on the method.
_ELSEWHERE = ("answers", "reservation")
#: A shorter title has fewer words than the fingerprint keeps.
_FEW = 3


@waiting(other_section="A section that is named by its number is one of the thesis, and that to which the link leads.")
def sections_are_those_named(trace: Trace) -> Iterator[Problem]:
    """In pages that restate the thesis, in texts of data, in reasons and in the words of links; but for code."""
    sections = trace.of_kind("section")
    numbers = [str(section.fields.get("number", "")).removeprefix("§").strip() for section in sections]
    known = set(numbers)
    if not known:
        return
    for section, number in zip(sections, numbers, strict=True):
        own = re.fullmatch(f"§{re.escape(number)}[a-z]?", section.id)  # b: two have the same number
        if number and not own and section.id.startswith("§"):
            what = f"'{section.id}' has the number {number}: its id is '§' and its number"
            yield problem_at(section.where("number"), "other-section", what)
    for mention in trace.mentions:
        target = mention.target.removeprefix("§")
        for match in _SECTION.finditer(words_of(mention.raw)) if target in known else ():
            if match["number"] != target:
                what = f"'{mention.raw}' is called § {match['number']}, but leads to § {target}"
                yield problem_at(mention.place, "other-section", what)
    for place, text in _texts(trace):
        line = Lines(text, place.line)
        for match in _SECTION.finditer(text):
            if match["number"] not in known and not trace.may_be_lost(f"§{match['number']}"):
                where = Place(place.path, line(match.start())) if "\n" in text else place
                yield problem_at(where, "other-section", f"the thesis has no § {match['number']}")


def _texts(trace: Trace) -> Iterator[tuple[Place, str]]:
    restating = {section.page for section in trace.of_kind("section")}
    for page in (page for page in trace.pages.values() if page.owner or page.path in restating):
        yield page.place, blanked(_LED, blank_code(page.text))
    yield from trace.prose()


@waiting(unlisted_section="A claim or a concept that rests on a section, or on its words, stands in it, too.")
def claims_stand_where_they_rest(trace: Trace) -> Iterator[Problem]:
    sections = {section.id for section in trace.of_kind("section")}
    for entity in trace.of_role("claim", "concept"):
        listed = trace.targets(entity.id, "sections")
        own = [r for r in trace.outgoing.get(entity.id, ()) if r.name not in _ELSEWHERE]
        said = [(r.warrant, r.place) for r in own]
        for name in (name for name in entity.fields if name not in _ELSEWHERE):
            said += [(each, entity.where(name)) for each in warrants_in(entity.fields[name])]
        found = trace.original.fingerprint.holds  # words that do not stand in their section are told of already
        quoted = [(w.section, place) for w, place in said if not trace.original or found(w.section, w.words)]
        rests = [(r.target, r.place) for r in own] + quoted
        for section, place in {section: place for section, place in reversed(rests) if listed}.items():
            if section in sections.difference(listed):
                what = f"'{entity.id}' rests on {section}, but does not stand in it: add it to 'sections'"
                yield problem_at(place, "unlisted-section", what)


@waiting(untold_section="Where nearly all sections that a claim or a concept lists tell of it, or it of them, all do.")
def sections_are_told(trace: Trace) -> Iterator[Problem]:
    asked, others = 0, []
    for entity in trace.of_role("claim", "concept") if trace.translation is None else ():
        own = trace.outgoing.get(entity.id, ())
        told = {mention.section for mention in trace.mentioned.get(entity.id, ())}
        told |= {mention.target for mention in trace.mentions_on.get(entity.page, ())}
        told |= {section for r in own if r.name != "sections" for section in (r.target, r.warrant.section)}
        told |= {warrant.section for value in entity.fields.values() for warrant in warrants_in(value)}
        listed = [relation for relation in own if relation.name == "sections"]
        asked += len(listed)
        others += [relation for relation in listed if relation.target not in told]
    for relation in others if is_custom(asked, len(others)) else ():
        what = f"'{relation.source}' lists {relation.target}, but neither of the two tells of the other"
        yield problem_at(relation.place, "untold-section", f"{what}: tell of it, or take it out")


@waiting(other_question="What stands under a question of the thesis answers that question.")
def answers_are_to_the_question_above(trace: Trace) -> Iterator[Problem]:
    """Where the heading of a section is a question, whatever it says below of another that has a heading as well."""
    questions = {tuple(plain_words(question.title)): question.id for question in trace.of_role("question")}
    headed = {section.id: tuple(plain_words(section.title)) for section in trace.of_kind("section")}
    asked = {section: questions[title] for section, title in headed.items() if title in questions}
    for relation in trace.relations:
        above = next((name for name in asked if f"{relation.warrant.section}.".startswith(f"{name}.")), "")
        if above and relation.target in {*asked.values()} - {asked[above]}:
            what = f"'{relation.source}' {relation.name} '{relation.target}' by words of {relation.warrant.section}"
            yield problem_at(relation.place, "other-question", f"{what}, which answers '{asked[above]}'")


@waiting(uncited_here="What the front matter of a page cites, its text cites at the same pages; a claim's vice versa.")
def texts_cite_what_their_front_matter_does(trace: Trace) -> Iterator[Problem]:
    """Of a translation, which has its relations from the original, only the original is asked."""
    for relation in trace.relations if trace.translation is None else ():
        source, work = trace.entities[relation.source], relation.target
        page = trace.pages.get(source.page)
        cites = trace.schema.fields(source.kind)[relation.name].cites
        if not cites or work not in trace.entities or page is None or page.owner != source.id:
            continue
        here = [m.locator for m in trace.mentions_on.get(page.path, ()) if m.citation and m.target == work]
        if not any(_meet(locator, relation.locator) for locator in here) and not _is_told(trace, page, work):
            said = "does not cite it" if not here else f"has {', '.join(_cited(work, each) for each in here)}"
            what = f"'{relation.name}' has {_cited(work, relation.locator)}, but the text {said}"
            yield problem_at(relation.place, "uncited-here", what)


@waiting()
def claims_declare_what_their_text_cites(trace: Trace) -> Iterator[Problem]:
    """A work that explains a claim is in its front matter, from where the chain goes on (uncited-here); but for what
    the editors cite."""
    for claim in trace.of_role("claim") if trace.translation is None else ():
        fields = [field.name for field in trace.schema.fields(claim.kind).values() if field.cites]
        known = {relation.target for relation in trace.outgoing.get(claim.id, ())}
        cited = (m for m in trace.mentions_on.get(claim.page, ()) if m.citation and m.target in trace.entities)
        for m in cited if fields else ():
            if not (m.target in known or is_editors(trace, m) or _is_told(trace, trace.pages[m.page], m.target)):
                what = f"'{claim.id}' cites '{m.target}', which its front matter does not: add it to '{fields[0]}'"
                yield problem_at(m.place, "uncited-here", what)


def _meet(one: str, other: str) -> bool:
    """Whether two locators can tell of one place: one has none, or they have the same words or a page in common."""
    here, there = ([ends(match) for match in PAGES.finditer(each)] for each in (one, other))
    shared = any(a[0] <= max(b) and b[0] <= max(a) for a in here for b in there)
    return not one or not other or one == other or shared


@waiting(page_not_in_thesis="Where the thesis cites works by year and page, each page that is cited stands in it so.")
def pages_are_those_that_the_thesis_cites(trace: Trace) -> Iterator[Problem]:
    """On the page of a section, in that section; but for what the editors cite. Only where nearly all are found."""
    if not trace.original or trace.translation is not None:
        return
    cited = [
        (m.target, m.locator, m.section, m.place) for m in trace.mentions if m.citation and not is_editors(trace, m)
    ]
    cited += [(relation.target, relation.locator, "", relation.place) for relation in trace.relations]
    known: dict[tuple[str, str], set[str]] = {}
    asked, others = 0, []
    for work, locator, section, place in cited:
        year = _YEAR.search(str(trace.entities[work].fields.get("date") or "")) if work in trace.entities else None
        if year is None or not PAGES.search(locator):
            continue
        asked += 1
        if (work, locator) not in known:
            ways = (f"{year[0]} {locator}", f"{locator} {year[0]}")
            known[work, locator] = {place for way in ways for place in trace.original.fingerprint.anywhere(way)}
        places = known[work, locator]
        if section not in places if section else not places:
            where = f"but in {' and '.join(sorted(places)[:3])}" if places else "nor anywhere else in the thesis"
            where = f"in {section} of the thesis, {where}" if section else "anywhere in the thesis"
            others.append((place, f"{_cited(work, locator)} does not stand {where}: is that the page?"))
    for place, what in others if is_custom(asked, len(others)) else ():
        yield problem_at(place, "page-not-in-thesis", what)


def _is_told(trace: Trace, page: Page, work: str) -> bool:
    """Whether a citation of a work on a page could not be read."""
    return any(problem.path == page.place.path and work in problem.message for problem in trace.problems)


def _cited(key: str, locator: str) -> str:
    return f"[@{key}, {locator}]" if locator else f"[@{key}]"


@waiting(other_year="Where nearly all keys of works have the year of the work, each has it.")
def keys_have_the_year(trace: Trace) -> Iterator[Problem]:
    told = {work: _YEAR.search(str(work.fields.get("date") or "")) for work in trace.of_role("source")}
    both = [(work, key, year) for work, year in told.items() if year and (key := _YEAR.search(work.id))]
    others = [(work, year[0]) for work, key, year in both if key[0] != year[0]]
    for work, year in others if is_custom(len(both), len(others)) else ():
        what = f"the work is of {year}, as its entry has it: is that the year? Else give it another key"
        yield problem_at(work.where("date"), "other-year", f"'{work.id}': {what}")


@rule(not_verbatim="The questions and the headings of the thesis are called as in the thesis, word for word.")
def titles_are_the_thesis_own(trace: Trace) -> Iterator[Problem]:
    """Of the kinds that say so (`verbatim`), where the thesis' fingerprint is there; not of a translation."""
    if not trace.original or trace.translation is not None:
        return
    for entity in trace.of_kind(*(kind.id for kind in trace.schema.kinds.values() if kind.verbatim)):
        words = plain_words(entity.title)
        if len(words) >= _FEW and not entity.withdrawn and not trace.original.fingerprint.anywhere(entity.title):
            what = f"«{entity.title}» stands nowhere in the thesis: write it as it stands there"
            yield problem_at(entity.where("title"), "not-verbatim", what)
