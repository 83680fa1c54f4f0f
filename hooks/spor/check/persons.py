"""Who speaks is known, and no more of them than that: names tell persons apart, what somebody says is not laid in
another's mouth, and the background of the persons stands apart from it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from spor.check.links import is_custom, words_of
from spor.locale import languages, load, owned
from spor.trace.problem import Problem, problem_at, rule, waiting
from spor.trace.schema import TEXT
from spor.trace.trace import Entity, Trace

#: The views that tell what persons say.
_TELLING = {"statements", "statements-compare", "guide", "informants"}


def called(name: str, text: str) -> bool:
    """Whether a text has a person's name, alone or with the ending of an owner's in any language: `Kims`."""
    return bool(owned([name], _endings()).search(text))


@cache
def _endings() -> tuple[str, ...]:
    """The endings of a name's owner in any language."""
    return tuple(ending for language in languages() for ending in load(language).genitive)


@rule()
def links_name_who_speaks(trace: Trace) -> Iterator[Problem]:
    """The words that lead to what somebody says name that person, where they name any (other-speaker)."""
    persons = {person.title: person for person in trace.of_role("person")}
    names = owned(persons, _endings())
    led = [(r.target, r.warrant, "", r.place, f"'{r.name}' of '{r.source}'") for r in trace.relations]
    led += [(m.target, m.warrant, words_of(m.raw), m.place, f"'{m.raw}'") for m in trace.mentions if not m.citation]
    for target, warrant, label, place, whose in led:
        entity = trace.entities.get(target)
        own = [person.title for person in (*trace.persons(entity), entity) if person.title in persons] if entity else []
        for words in (warrant.words, label) if own else ():
            named = names.findall(words)
            if named and not set(own) & set(named):
                what = f"{whose}: «{words}» names {named[0]}, but '{target}' is what {' and '.join(own)} says"
                yield problem_at(place, "other-speaker", what)


@waiting(other_speaker="Where it is the custom that a statement names its speaker, none names another instead.")
def statements_name_their_speaker(trace: Trace) -> Iterator[Problem]:
    """Only where (nearly) all statements of a kind name the one who speaks: elsewhere a name may be that of anybody."""
    persons = trace.of_role("person")
    for kind in trace.schema.of_role("evidence"):
        said = [(each, trace.persons(each)[0]) for each in trace.of_kind(kind) if len(trace.persons(each)) == 1]
        prose = {each: _prose(trace, each) for each, _ in said}
        others = {
            each: next((other for other in persons if other is not own and called(other.title, prose[each])), None)
            for each, own in said
            if not any(called(word, prose[each]) for word in own.title.split())
        }
        custom = len(said) - len(others)
        for person in persons if custom > len(others) else ():
            own = [each for each, speaker in said if speaker is person]
            if len(own) > 1 and all(each in others and not others[each] for each in own):
                what = f"none of the {len(own)} of '{person.id}' names {person.title}: is the name right?"
                yield problem_at(person.where(trace.kind(person).title), "other-speaker", what)
        silent = sum(not other for other in others.values())
        if custom <= len(others) - silent or not is_custom(custom + silent, silent):
            continue
        for entity, person in said:
            if other := others.get(entity):
                what = f"'{entity.id}' is what {person.title} says, but names {other.title} and not {person.title}"
                yield problem_at(entity.where("text"), "other-speaker", f"{what}: who speaks?")


def _prose(trace: Trace, entity: Entity) -> str:
    """What an entity says in texts of its own."""
    fields = trace.schema.fields(entity.kind)
    own = (value for name, value in entity.fields.items() if fields[name].in_words and fields[name].type == TEXT)
    return "\n".join(map(str, own))


@rule(duplicate_name="No two persons, questions, claims, concepts, changes or items of a list are called the same.")
def names_tell_apart(trace: Trace) -> Iterator[Problem]:
    """Names that differ only in case or spaces count as one: nobody would know which of them is meant. Nor do two
    concepts have the same definition, or two statements the same gist: somebody copied one and forgot to change it."""
    for role in ("person", "question", "instrument", "claim", "concept", "change", "list", "evidence"):
        known: dict[tuple[str, str], Entity] = {}
        for entity in trace.of_role(role):
            for field in (trace.kind(entity).title, "label", "definition") if role != "evidence" else ("gist",):
                name = str(entity.fields.get(field) or "").strip()
                first = known.setdefault((field, " ".join(name.casefold().split())), entity) if name else entity
                if first is not entity:
                    place = first.where(field)
                    what = f"'{entity.id}' has the {field} of '{first.id}' ({place.path}:{place.line}), '{name}'"
                    yield problem_at(entity.where(field), "duplicate-name", f"{what}: give one of them another")


@rule(background="A table that names informants stands on no page that tells what they say, and in no file.")
def background_stands_alone(trace: Trace) -> Iterator[Problem]:
    for view in trace.views:
        if not any(map(trace.tells_of_persons, view.words)):
            continue
        asked = {word for other in trace.views if other.page == view.page for word in other.words[:1]}
        linked = (trace.entities.get(mention.target) for mention in trace.mentions_on.get(view.page, ()))
        said = [one.id for one in linked if one and trace.role(one) == "evidence" and trace.persons(one)]
        if told := [*sorted(asked & _TELLING), *said]:
            what = f"the background of the informants stands beside what they say ('{told[0]}'): put it on another page"
            yield problem_at(view.place, "background", what)


def background_files(trace: Trace, files: Mapping[str, str]) -> Iterator[Problem]:
    """Those of the tables to be exported (each with its path) that name informants: what they say is exported too."""
    for where in (path for file, path in files.items() if trace.tells_of_persons(file)):
        what = "the background of the informants would be a file beside what they say: take it out of exports.tables"
        yield Problem(where, 1, "background", what)


def background_in_book(trace: Trace, book: Mapping[str, Any]) -> Iterator[Problem]:
    """The views of such tables that a book with these settings would show: it holds what the informants say."""
    withheld, left_out = book.get("withheld", {}), book.get("leave_out", ())
    for view in trace.views:
        tables = [name for name in view.words if name not in withheld and trace.tells_of_persons(name)]
        if tables and not any(fnmatchcase(view.page, pattern) for pattern in left_out):
            what = "the background of the informants would stand in the book beside what they say"
            mend = f"say under extra.spor.book.withheld what stands there in place of '{tables[0]}'"
            yield problem_at(view.place, "background", f"{what}: {mend}")
