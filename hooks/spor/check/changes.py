"""What is set side by side stands so in its documents: nothing is new, gone, the same or strong by mistake."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from spor.check.links import is_custom
from spor.trace.change import SIDES, anchors, compared, documents, matters, place_of, restating, texts
from spor.trace.problem import Problem, problem_at, rule, waiting
from spor.trace.schema import TEXT, WARRANT, Field
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import Warrant, plain_words

#: Where one sentence ends and another begins.
_NEXT = re.compile(r"[^\W\d_]»?\.\s+\S")
_NUMBER = re.compile(r"\d+")


@waiting(change_sides="A change has the sides that its kind says, what is older before what is newer.")
def changes_have_their_sides(trace: Trace) -> Iterator[Problem]:
    order, found = list(trace.entities), matters(trace)
    every = sorted(order.index(document.id) for document in documents(trace))
    ends = {"before": every[-1:], "after": every[:1]}  # nothing is gone from the newest, and nothing new in the oldest
    for matter in found:
        wanted = {matter.kind.only} if matter.kind.only else set(SIDES)
        have = {side for side in SIDES if matter.side(side)}
        if wanted != have:
            what = f"{matter}: it has {' and '.join(sorted(wanted))}, not {' and '.join(sorted(have)) or 'neither'}"
            yield problem_at(matter.entity.where("change"), "change-sides", what)
        own = [{d.id for item in matter.side(side) if (d := trace.document(item))} for side in SIDES]
        older, newer = ([order.index(name) for name in side] for side in own)
        if (older and newer and max(older) >= min(newer)) or max(len(older), len(newer)) > 1:
            what = f"{matter}: what stands before must be of one document, what stands after of a later one"
            yield problem_at(matter.entity.where("before"), "change-sides", what)
        if len(every) > 1 and have == wanted and (older or newer) == ends.get(matter.kind.only):
            end = "newest" if matter.kind.only == "before" else "oldest"
            what = f"{matter}, but what it has stands in the {end} document"
            yield problem_at(matter.entity.where("change"), "change-sides", what)


@waiting(
    change_alike="What kept a field is the same in it on both sides.",
    change_strength="A change that became stronger or weaker says so by its kind.",
)
def changes_are_as_they_say(trace: Trace) -> Iterator[Problem]:
    for matter in (matter for matter in matters(trace) if matter.before and matter.after):
        for name in matter.kind.alike:
            values = [Counter(texts(item.fields.get(name)) for item in matter.side(side)) for side in SIDES]
            if values[0] != values[1]:
                what = f"{matter}, but its '{name}' is not the same on both sides"
                yield problem_at(matter.entity.where("change"), "change-alike", what)
        fields = {f.name: f for item in matter.items for f in trace.schema.fields(item.kind).values() if f.ranks}
        for field in fields.values():
            before, after = (_strongest(matter.side(side), field) for side in SIDES)
            if before is None or after is None or before == after:
                continue
            became = "weaker" if after > before else "stronger"
            if became in matter.kind.never:
                what = f"{matter}, but its '{field.name}' became {became}"
                yield problem_at(matter.entity.where("change"), "change-strength", what)


def _strongest(items: Iterable[Entity], field: Field) -> int | None:
    """The place of the strongest value that an item has in a field (0: the strongest of all), if one has any."""
    have = {value for item in items for value in texts(item.fields.get(field.name))}
    return next((place for place, group in enumerate(field.ranks) if have & set(group)), None)


@waiting(change_number="A change tells of no number that stands in nothing that it compares.")
def changes_tell_their_numbers(trace: Trace) -> Iterator[Problem]:
    """The numbers of a document (its year) may stand with any change: what is gone is not there in the other."""
    of_documents = documents(trace)
    for matter in matters(trace):
        told = set(_numbers(*matter.items, *of_documents))
        for number in _NUMBER.findall(str(matter.entity.fields.get("difference", ""))):
            if number not in told:
                what = f"{matter}: its 'difference' tells of {number}, which stands in nothing that it compares"
                yield problem_at(matter.entity.where("difference"), "change-number", what)


def _numbers(*entities: Entity) -> Iterator[str]:
    """The numbers in all fields of some entities."""
    for value in (value for entity in entities for value in entity.fields.values()):
        yield from _NUMBER.findall(value if isinstance(value, str) else " ".join(texts(value)))


@rule(change_untold="A change says in one sentence what differs; what is the same says nothing.")
def changes_say_what_differs(trace: Trace) -> Iterator[Problem]:
    for matter in matters(trace):
        difference = str(matter.entity.fields.get("difference", ""))
        if bool(difference) == matter.kind.same:
            what = f"{matter}, but {'tells a' if difference else 'has no'} 'difference'"
            yield problem_at(matter.entity.where("difference"), "change-untold", what)
        elif difference and (not difference.endswith(".") or _NEXT.search(difference)):
            what = f"{matter}: its 'difference' must be one sentence"
            yield problem_at(matter.entity.where("difference"), "change-untold", what)


@waiting(searched_words="What stands in one document only names words that stand in it, and not in the other.")
def what_is_new_was_looked_for(trace: Trace) -> Iterator[Problem]:
    """The thesis' fingerprint must keep the single words and the pairs of the documents (`words`)."""
    found = matters(trace)
    pages = [{page.id for item in matter.items if (page := restating(trace, item))} for matter in found]
    every = set().union(*pages)
    holds = trace.original.fingerprint.holds
    for matter, own in zip(found, pages, strict=True):
        place, searched = matter.entity.where("searched"), texts(matter.entity.fields.get("searched"))
        if bool(searched) != bool(matter.kind.only):
            yield problem_at(place, "searched-words", f"{matter}: it {'needs no' if searched else 'needs'} 'searched'")
        for words in searched if trace.original and matter.kind.only else ():
            whose = f"'{matter.entity.id}': «{words}»"
            if not any(holds(page, words) for page in own):
                yield problem_at(place, "searched-words", f"{whose} does not stand in {', '.join(own)}")
            for other in sorted(every - own):
                if holds(other, words):
                    yield problem_at(place, "searched-words", f"{whose} stands in {other}, too")


@rule(only_here="What is new or gone stands in no other change.")
def what_is_new_stands_once(trace: Trace) -> Iterator[Problem]:
    found = matters(trace)
    times = Counter(item.id for matter in found for item in matter.items)
    for matter in found:
        for item in matter.items if matter.kind.only else ():
            if times[item.id] > 1:
                what = f"'{item.id}' is {matter.kind.id} in '{matter.entity.id}', and stands in another change too"
                yield problem_at(matter.entity.place, "only-here", what)


@rule(value_not_in_words="A value that stands for words is that of the words: they stand in the fields that it names.")
def values_stand_in_their_words(trace: Trace) -> Iterator[Problem]:
    for kind in trace.schema.kinds.values():
        for field in kind.fields.values():
            for entity in trace.of_kind(kind.id) if field.stands_in else ():
                yield from _words(entity, field)


def _words(entity: Entity, field: Field) -> Iterator[Problem]:
    value = str(entity.fields.get(field.name, ""))
    forms = field.forms.get(value, ()) if field.forms else tuple(plain_words(value))
    whose = f"'{field.name}' of '{entity.id}' is {value}, but its"
    for name in field.stands_in if value else ():
        wording = entity.fields.get(name)
        found = plain_words(wording.words if isinstance(wording, Warrant) else str(wording or ""))
        others = [form for known in field.forms.values() for form in known if form in found]
        if forms and not set(forms) & set(found):
            what = f"{whose} '{name}' has none of {', '.join(forms)}"
            yield problem_at(entity.where(name), "value-not-in-words", what)
        elif not forms and others and isinstance(wording, Warrant):  # our own words may have a weaker one beside
            yield problem_at(entity.where(name), "value-not-in-words", f"{whose} '{name}' has «{others[0]}»")


@waiting(
    words_of_another="The words that an item rests on are those of its own document, and so are its numbers.",
    unknown_part="The part that an item names has a place on the page of its document.",
)
def items_stand_in_their_document(trace: Trace) -> Iterator[Problem]:
    for item in compared(trace):
        page = restating(trace, item)
        if page is None:
            continue
        for field in trace.schema.fields(item.kind).values():
            words = item.fields.get(field.name) if field.type == WARRANT else None
            if words and words.section not in ("", page.id):
                what = f"'{item.id}' stands in {page.id}, but its '{field.name}' are of {words.section}"
                yield problem_at(item.where(field.name), "words-of-another", what)
        text = trace.pages[page.page].text if page.page in trace.pages else ""
        part, _ = place_of(trace, item)
        for number, name in anchors(trace, item):
            if not re.search(rf"#{name}(?![\w-])", text):
                what = f"'{item.id}' stands in part {number}, but '{page.id}' has no place '#{name}'"
                yield problem_at(item.where(part.name if part else ""), "unknown-part", what)


@waiting()
def numbers_stand_in_their_document(trace: Trace) -> Iterator[Problem]:
    """Where the fingerprint keeps single words of the documents, so that nearly all are found (words-of-another)."""
    asked, others = 0, []
    for item in compared(trace) if trace.original and trace.translation is None else ():
        page, known = restating(trace, item), trace.schema.fields(item.kind)
        own = [known[name] for name in item.fields if page and name in known and name not in ("id", "unused")]
        prose = [field.name for field in own if field.type == TEXT and not (field.anchors or field.one_of)]
        for name, number in ((each, told) for each in prose for told in _NUMBER.findall(item.fields[each])):
            asked += 1
            if page and not trace.original.fingerprint.holds(page.id, number):
                what = f"'{name}' of '{item.id}' tells of {number}, which stands nowhere in {page.id}"
                others.append(problem_at(item.where(name), "words-of-another", what))
    yield from others if is_custom(asked, len(others)) else ()
