"""What informants have withdrawn, how to know their words (by links, by names, and by some words in a row), and the
findings that they have carried."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from spor.locale import Locale, any_of, dated
from spor.trace.original import runs as in_a_row
from spor.trace.problem import Problem, problem_at, reports
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import Warrant

#: What the id of a withdrawn statement begins with, before its number, and that of a place named after its words.
WITHDRAWN = "withdrawn-"
_TARGET = re.compile(r"\[\[[^\[\]|]*\\?\|")
_IDENTIFIER = re.compile(r"[\w-]+")
_PLACE = re.compile(r"(?:\[\[\s*|#)([\w-]+)")

Run = tuple[str, ...]


@dataclass(frozen=True)
class Withdrawn:
    """What has been withdrawn from a trace.

    `statements` and `informants` map an id to the day; `names` maps the name of such an informant to the id, `runs`
    some words in a row (`lengths`) of a withdrawn text, which no other entity has, to the statement's id. `speakers`
    are the names of informants who have withdrawn some statements and not others. `neutral` maps the id of a statement,
    which can tell who said what, to one that tells nothing. `glosses` are a translation's words for those of the
    thesis. `groundless` maps a finding that has lost its ground to what it has rested on. `locale` has the words of the
    note.
    """

    statements: Mapping[str, str]
    informants: Mapping[str, str]
    names: Mapping[str, str]
    runs: Mapping[Run, str]
    speakers: tuple[str, ...] = ()
    locale: Locale = field(default_factory=Locale)
    lengths: tuple[int, ...] = (4,)
    neutral: Mapping[str, str] = field(default_factory=dict)
    glosses: Mapping[str, str] = field(default_factory=dict)
    groundless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def day(self, identifier: str) -> str:
        """The day on which a statement, an informant or the ground of a finding was withdrawn; empty for any other."""
        lost = {finding: self.statements[ground[0]] for finding, ground in self.groundless.items()}
        return {**lost, **self.informants, **self.statements}.get(identifier, "")

    def note(self, identifier: str) -> str:
        """The words that stand in the place of what an id tells of, with the day of it."""
        return dated(self.locale.label("withdrawn"), date.fromisoformat(self.day(identifier)), self.locale.language)

    def statement(self, identifier: str) -> str:
        """The withdrawn statement that has an id, its own or the one that tells nothing; empty for any other entity."""
        named = {neutral: own for own, neutral in self.neutral.items()}.get(identifier, identifier)
        return named if named in self.statements else ""

    def renamed(self, text: str) -> str:
        """A text (or an id) in which the withdrawn statements have the ids that tell nothing."""
        return _IDENTIFIER.sub(lambda match: self.neutral.get(match[0], match[0]), text)

    def within(self, text: str) -> dict[str, str]:
        """The ids of what is withdrawn and stands in `text`, each with how: linked to, named, or in the same words.

        Code and comments count as well, since they are published too.
        """
        links = [name for name in _IDENTIFIER.findall(text) if name in self.statements]
        links += [p for place in _PLACE.findall(text) if place not in self.statements for p in self.persons_of(place)]
        return {**self.leaks_in(text), **dict.fromkeys(links, "links to")}

    def persons_of(self, anchor: str) -> list[str]:
        """The ids of the informants who have withdrawn and whom an anchor names (`kim`, `what-kim-says`)."""
        return [part for part in re.split(r"[^\w]+|_", anchor.lower()) if part in self.informants]

    def leaks_in(self, text: str) -> dict[str, str]:
        """The same, but links count for nothing."""
        said = (run for length in self.lengths for run in runs(text, length))
        words = {self.runs[run]: "has words of" for run in said if run in self.runs}
        return words | {self.names[name]: "names" for name in named(text, self.names, self.locale.genitive)}

    def leaks_of(self, warrant: Warrant) -> dict[str, str]:
        """The same of a warrant, by what it says in either language."""
        return self.leaks_in("\n".join((warrant.words, self.glosses.get(warrant.words, ""), warrant.reason)))

    def untold(self, warrant: Warrant) -> Warrant:
        """A warrant, or the note as the editors' reason where it tells what is withdrawn."""
        leaks = self.leaks_of(warrant)
        return Warrant(reason=self.note(next(iter(leaks)))) if leaks else warrant


def withdrawn(trace: Trace, locale: Locale) -> Withdrawn | None:
    """All that is withdrawn in a trace: the statements marked so, and every statement of an informant marked so.

    None if nothing is.
    """
    informants = {entity.id: entity.withdrawn for entity in trace.of_role("person") if entity.withdrawn}
    statements = {entity.id: entity.withdrawn for entity in trace.of_role("evidence") if entity.withdrawn}
    people = {person.id for person in trace.of_role("person")}
    said = {relation.source: relation.target for relation in trace.relations if relation.target in people}
    for statement, informant in said.items():
        if informant in informants:
            statements.setdefault(statement, informants[informant])
    if not statements and not informants:
        return None
    ground = groundless(trace, statements)
    own = _own(trace, locale, ground, lambda claim: [claim.title]) | _own(trace, locale, statements, texts)
    names = {trace.entities[identifier].title: identifier for identifier in informants}
    speakers = {trace.entities[said[i]].title for i in statements if i in said and said[i] not in informants}
    numbered = (identifier for n in count(1) if (identifier := f"{WITHDRAWN}{n}") not in trace.entities)
    neutral = {identifier: next(numbered) for identifier in trace.entities if identifier in statements}
    glosses = trace.translation.glosses if trace.translation else {}
    left, lengths = tuple(sorted(speakers)), tuple({length for _, length in _sides(trace, locale)})
    return Withdrawn(statements, informants, names, own, left, locale, lengths, neutral, glosses, ground)


def groundless(trace: Trace, statements: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The findings that do not rest on what their type demands when some statements are left out, each with these."""
    found = {}
    for finding in trace.of_role("claim"):
        evidence = trace.related(finding, "evidence")
        lost = tuple(item.id for item in evidence if item.id in statements)
        remaining = [item for item in evidence if item.id not in statements]
        counts = [item for item in remaining if trace.kind(item).counts_as == finding.fields.get("type")]
        if lost and not (counts if finding.fields.get("type") == "empirical" else remaining):
            found[finding.id] = lost
    return found


@reports(withdrawn_evidence="A finding rests on what its type demands without what is withdrawn.")
def without_evidence(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """Reports the findings that have lost their ground."""
    for identifier, lost in gone.groundless.items():
        what = f"'{identifier}' rests on {', '.join(lost)} alone, withdrawn: give it other evidence or take it out"
        yield problem_at(trace.entities[identifier].where("evidence"), "withdrawn-evidence", what)


@reports(withdrawn_review="Someone has read again what stands near the words that are withdrawn.")
def to_review(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """The titles and the first lines of findings that use what is withdrawn, and the words they quote from there."""
    for finding in (each for each in trace.of_role("claim") if each.id not in gone.groundless):
        used = trace.targets(finding.id, "evidence") + trace.targets(finding.id, "against")
        lost = tuple(dict.fromkeys(target for target in used if target in gone.statements))
        if lost:
            what = f"'{finding.id}' uses {', '.join(lost)}, withdrawn: does its {{}} still tell of it?"
            yield problem_at(finding.where("title"), "withdrawn-review", what.format("title"))
            yield problem_at(trace.pages[finding.page].place, "withdrawn-review", what.format("first paragraph"))
            places = {place for target in lost for place in trace.targets(target, "section")}
            for relation in trace.outgoing.get(finding.id, ()):
                if relation.warrant.section in places and relation.target not in gone.statements:
                    quoted = f"warrant «{relation.warrant.words}»"
                    yield problem_at(relation.place, "withdrawn-review", what.format(quoted))
    for identifier in gone.groundless:
        for mention in trace.mentioned.get(identifier, ()):
            what = f"links to '{identifier}', which has lost its ground: do the words still tell of it?"
            yield problem_at(mention.place, "withdrawn-review", what)


def _sides(trace: Trace, locale: Locale) -> list[tuple[Trace, int]]:
    """A trace, and how many words in a row tell a text of it apart from others.

    Of a translation the original comes first: a translation quotes the thesis in its own language.
    """
    own, translation = (trace, locale.own_words), trace.translation
    return [(translation.original, translation.languages[0].own_words), own] if translation else [own]


def _own(
    trace: Trace, locale: Locale, names: Iterable[str], texts_of: Callable[[Entity], Iterable[str]]
) -> dict[Run, str]:
    """The words in a row of what some entities tell that stand in no other, in either language, each with the id."""
    found: dict[Run, str] = {}
    for side, length in _sides(trace, locale):
        said = {name: [*texts_of(side.entities[name])] for name in names if name in side.entities}
        others = {
            run
            for entity in side.entities.values()
            if entity.id not in said
            for text in texts(entity, side.kind(entity).title if side.kind(entity).part else "")
            for run in runs(text, length)
        }
        own = {run: name for name, told in said.items() for text in told for run in runs(text, length)}
        found |= {run: name for run, name in own.items() if run not in others}
    return found


def texts(entity: Entity, without: str = "") -> Iterator[str]:
    """Every text of an entity: its own data, the title included; its id is none, nor is the field `without`.

    The heading of a part of the thesis can be an informant's own words, so that it makes no words everybody's.
    """
    for name, value in entity.fields.items():
        if name not in ("id", without):
            yield from value if isinstance(value, tuple) else [str(value)]


def runs(text: str, length: int) -> Iterator[Run]:
    """Each `length` words in a row of a text, in small letters; where a link stands, the words that it shows."""
    return map(tuple, in_a_row(re.findall(r"\w+", html.unescape(_TARGET.sub(" ", text)).lower()), length))


def named(text: str, names: Iterable[str], genitive: Iterable[str]) -> list[str]:
    """Those of `names` that stand in a text, in the genitive (by its endings: `Kims`) or in capitals as well."""
    ends = any_of(genitive)
    forms = {name: rf"{re.escape(name)}{ends}?|{re.escape(name.upper())}{ends.upper()}?" for name in names}
    return [name for name, form in forms.items() if re.search(rf"(?<!\w)(?:{form})(?!\w)", text)]
