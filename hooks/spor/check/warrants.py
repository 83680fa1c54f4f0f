"""Every relation says why it stands, in words that the thesis has; and nothing is surer than the thesis."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spor.check.links import is_custom
from spor.check.persons import called
from spor.locale import any_of
from spor.trace.block import NO_PROSE
from spor.trace.original import grams
from spor.trace.problem import Place, Problem, problem_at, rule, waiting
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import FEWEST, plain_words

#: Ways to put a claim that leave it open, and speakers whose claim is not the author's own.
_OPEN, _OWN = ("reads", "supposes"), ("author", "source")


@rule(missing_warrant="A relation that argues says why it stands.")
def relations_say_why(trace: Trace) -> Iterator[Problem]:
    """Only where the thesis' fingerprint is there: without it, nobody could check the words."""
    told = {(problem.path, problem.line) for problem in trace.problems if problem.rule == "malformed-warrant"}
    for relation in trace.relations if trace.original else ():
        if (relation.place.path, relation.place.line) in told:
            continue
        field = trace.schema.fields(trace.entities[relation.source].kind).get(relation.name)
        if field and field.warrant and not relation.warrant:
            what = f"'{relation.name}' of '{relation.source}' does not say why it leads to '{relation.target}'"
            yield problem_at(relation.place, "missing-warrant", f"{what}: '- {relation.target}: \"§1.2 «words»\"'")


@rule(warrant_not_in_thesis="The words of a warrant stand in the section that it names.")
def warrants_stand_in_the_thesis(trace: Trace) -> Iterator[Problem]:
    for warrant, place, whose in trace.warrants():
        if not warrant.words:
            continue
        if warrant.section not in trace.entities:
            if trace.may_be_lost(warrant.section):
                continue
            hint = f" (did you mean '§{warrant.section}'?)" if f"§{warrant.section}" in trace.entities else ""
            yield problem_at(place, "warrant-not-in-thesis", f"{whose}: there is no section '{warrant.section}'{hint}")
        elif trace.original and not trace.original.fingerprint.holds(warrant.section, warrant.words):
            elsewhere = trace.original.fingerprint.anywhere(warrant.words)
            hint = f", but in {', '.join(elsewhere[:3])}" if elsewhere else " or anywhere else in the thesis"
            what = f"{whose}: «{warrant.words}» does not stand in {warrant.section}{hint}"
            yield problem_at(place, "warrant-not-in-thesis", what)


@waiting(surer_than_thesis="A claim's title and lead are no surer than the thesis, and name its speaker.")
def claims_are_no_surer(trace: Trace) -> Iterator[Problem]:
    """Where the thesis reads or supposes, a hedge stands there; where others than its author speak, they are named.

    They are named by their names, by what persons are called here (`nurse…`), or by a word of the language.
    """
    locale, kinds = trace.original.locale, trace.schema.of_role("person")
    names = [person.title for person in trace.of_kind(*kinds)]
    called = [f"{locale.label('counted', kind, 'one', default=locale.label('kinds', kind))}…" for kind in kinds]
    speakers = (*names[:3], *called, *names[3:], *locale.speakers)
    for claim in trace.of_role("claim") if trace.original else ():
        said = claim.fields.get("said") or {}
        if not {"by", "as"} <= set(said):
            continue
        wanted = [("has no hedge", locale.hedges)] if said["as"] in _OPEN else []
        wanted += [("names no speaker", speakers)] if said["by"] not in _OWN else []
        for text, place, name in _title_and_lead(trace, claim):
            for what, words in wanted:
                if words and not has_word(text, words):
                    message = f"'{claim.id}' has by: {said['by']}, as: {said['as']}, but {name} {what}"
                    yield problem_at(place, "surer-than-thesis", f"{message} ({', '.join(words[:6])} …)")


def _title_and_lead(trace: Trace, claim: Entity) -> Iterator[tuple[str, Place, str]]:
    if claim.title != claim.id:
        yield claim.title, claim.where("title"), "its title"
    page = trace.pages.get(claim.page)
    if page and (lead := next((block for block in page.blocks if block.kind == "paragraph"), None)):
        yield lead.text, Place(page.place.path, lead.line), "its first paragraph"


@waiting()
def reach_is_as_told(trace: Trace) -> Iterator[Problem]:
    """How many stand behind a claim is what its words, its title and its lead tell, where they tell a number, as
    (nearly) all such words do (value-not-in-words)."""
    reach, persons = trace.original.locale.reach, [person.title for person in trace.of_role("person")]
    forms = {value: re.compile(rf"(?i)(?<!\w){any_of(words)}(?!\w)") for value, words in reach.items()}
    claims = trace.of_role("claim") if trace.translation is None else ()
    asked = [claim for claim in claims if {"of", "words"} <= set(claim.fields.get("reach") or ())]
    silent = []
    for claim in asked:
        of, words = claim.fields["reach"]["of"], claim.fields["reach"]["words"].words
        alone = {"one"} if sum(called(name, words) for name in persons) == 1 else set()  # of several, nobody can tell
        telling = (words, claim.where("reach"), f"«{words}»", alone)
        for text, place, name, said in (telling, *((*each, set()) for each in _title_and_lead(trace, claim))):
            said = said | {value for value, form in forms.items() if form.search(text)}
            if said and of not in said:
                what = f"'{claim.id}' is said by {of}, but {name} tells of {' or '.join(sorted(said))}"
                yield problem_at(place, "value-not-in-words", what)
            elif not said and text is words:
                what = f"'{claim.id}' is said by {of}, but {name} tells of no number, as (nearly) all such words do"
                silent.append(problem_at(place, "value-not-in-words", what))
    yield from silent if is_custom(len(asked), len(silent)) else ()


def has_word(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words (or phrases) stands in a text, in small letters or large; `word…` has any ending."""
    ends = ((word.removesuffix("…"), r"\w*" if word.endswith("…") else "") for word in words)
    return any(re.search(rf"(?<!\w){re.escape(word)}{end}(?!\w)", text, re.IGNORECASE) for word, end in ends)


@waiting(reservation_without_place="A reservation that is told as the author's says where the thesis has it.")
def reservations_have_a_place(trace: Trace) -> Iterator[Problem]:
    """Under the heading for reservations, on a claim's page, a paragraph without a section is the editors'."""
    parts = {part.id for part in trace.parts()}
    for claim in trace.of_role("claim"):
        page = trace.pages.get(claim.page)
        if page is None or not trace.original.locale.reservations or "said" not in claim.fields:
            continue
        inside = False
        for block in page.blocks:
            if block.kind == "heading":
                inside = block.text.startswith(trace.original.locale.reservations)
            elif inside and block.kind not in NO_PROSE and not block.editors and not parts.intersection(block.links):
                what = "a reservation without a section of the thesis is the editors': name it, or use '/// editors'"
                yield Problem(page.place.path, block.line, "reservation-without-place", what)


@waiting(copied_words="The text is in our own words: no eight in a row are those of the thesis.")
def words_are_our_own(trace: Trace) -> Iterator[Problem]:
    """But for what is quoted as it must be: the headings of the thesis, and the questions that it asks."""
    if not trace.original:
        return
    asked = (*trace.parts(), *trace.of_role("question"))
    titles = [plain_words(f"{e.fields.get('number') or e.fields.get('label') or ''} {e.title}") for e in asked]
    original = replace(trace.original, allowed=trace.original.allowed.union(*map(grams, titles)))
    for page in trace.pages.values():
        for line, words in original.copied(page.text):
            yield Problem(page.place.path, page.place.line + line, "copied-words", f"these are the thesis': «{words}»")
    for place, text in trace.prose():
        for _, words in original.copied(text):
            yield problem_at(place, "copied-words", f"these are the thesis': «{words}»")


@waiting(misquoted="Where nearly all that is quoted, in three words or more, is the thesis', all is.")
def quotations_are_the_thesis(trace: Trace) -> Iterator[Problem]:
    """On the pages of what it has (claims, sections …), but for what the editors quote."""
    restating = {section.page for section in trace.of_kind("section")}
    asked, others = 0, []
    for page in trace.pages.values() if trace.original and trace.translation is None else ():
        prose = [block for block in page.blocks if not block.editors and block.kind not in NO_PROSE]
        for block in prose if page.owner or page.path in restating else ():
            for quoted in re.findall("{0}([^{0}{1}]+){1}".format(*trace.original.locale.quotes), block.text):
                if len(plain_words(quoted)) >= FEWEST:
                    asked += 1
                    if not trace.original.fingerprint.anywhere(quoted):
                        what = f"«{quoted}» stands nowhere in the thesis: write it as there, or without the marks"
                        others.append(Problem(page.place.path, block.line, "misquoted", what))
    yield from others if is_custom(asked, len(others)) else ()
