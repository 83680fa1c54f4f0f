"""Puts a project into another language: words of front matter and of data files laid over the entities of a trace, our
terms for its concepts, our words for those that it quotes, and what stands in citations besides names and numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from spor.locale import Locale, any_of
from spor.read.layout import Layout, Translated
from spor.read.plain import block
from spor.read.project import read_records
from spor.read.syntax import CITATION
from spor.read.text import Record, is_text, read_text, read_yaml
from spor.trace.block import Pair, Text, fingerprint
from spor.trace.problem import Place, Problem, Reading, collect, problem_at, reports, suggestion
from spor.trace.schema import TEXTS, Field, Kind
from spor.trace.trace import Entity, Relation, Trace
from spor.trace.warrant import with_warrants

#: What the front matter of a page of no entity may say.
_OF_PAGES = ("title", "description")
#: Two locators, or a range of them, after the word for a page.
_SEVERAL = r"(?=\s*\d+\s*[-–,;&]\s*\d)"


@reports(
    missing_translation="What the original says stands in the translation.",
    extra_translation="A translation has words for what the original says, and for nothing else.",
)
def front_words(
    entity: Entity | None, where: str, kinds: Mapping[str, Kind], record: Record | None
) -> Reading[tuple[Entity | None, list[Relation]]]:
    """The entity of a page in the words of its front matter; its relations are those of the original."""
    front = record or Record(1)
    if entity is not None:
        return (yield from _laid(entity, kinds[entity.kind], front, where)), []
    for name in front:
        if name not in _OF_PAGES:
            yield Problem(where, front.lines[name], "extra-translation", f"'{name}' is no words: take it out")
    return None, []


def data_words(layout: Layout, original: Trace) -> Reading[dict[str, Entity]]:
    """The entities of the data files, each with our words; a file that has none need not be there."""
    found: dict[str, Entity] = {}
    for kind, file in layout.data.items():
        wordy = [entity for entity in original.of_kind(kind) if _is_wordy(entity, layout.schema.kinds[kind])]
        where = f"{layout.docs}/{file}"
        if wordy and not (layout.root / where).is_file():
            yield Problem(wordy[0].place.path, 1, "missing-translation", f"nothing translates this file: write {where}")
            continue
        records, problems = collect(_by_id(layout, where)) if wordy else ({}, ())
        yield from problems
        if any(problem.loses for problem in problems):
            continue
        for entity in original.of_kind(kind):
            record = records.pop(entity.id, None)
            if record is not None:
                found[entity.id] = yield from _laid(entity, layout.schema.kinds[kind], record, where)
            elif entity in wordy:
                yield problem_at(entity.place, "missing-translation", f"'{entity.id}' has no words in {where}")
        for identifier, record in records.items():
            what = f"'{identifier}' translates nothing{suggestion(identifier, found)}"
            yield Problem(where, record.line, "extra-translation", what)
    return found


def _by_id(layout: Layout, where: str) -> Reading[dict[str, Record]]:
    """The records of a data file by their ids."""
    found: dict[str, Record] = {}
    for record in (yield from read_records(layout.root, where, some=False)):
        identifier = str(record.get("id"))
        if identifier in found:
            what = f"'{identifier}' stands already on line {found[identifier].line}"
            yield Problem(where, record.line, "duplicate-id", what)
        found[identifier] = record
    return found


def _is_wordy(entity: Entity, kind: Kind) -> bool:
    return any(field.in_words and entity.fields.get(field.name) for field in kind.fields.values())


def _laid(entity: Entity, kind: Kind, record: Record, where: str) -> Reading[Entity]:
    """An entity with the words of a record in the place of its own; what is wordless may be given, too."""
    own = dict(entity.fields)
    for name, value in record.items():
        field = kind.fields.get(name)
        if field and field.wordless and isinstance(value, str):
            own[name] = value
        elif name != "id" and not (field and field.in_words and entity.fields.get(name)):
            what = f"the original of '{entity.id}' has no words as '{name}': take it out"
            yield Problem(where, record.lines[name], "extra-translation", what)
    for field in kind.fields.values():
        if not field.in_words or not entity.fields.get(field.name):
            continue
        value = _words(field, entity.fields[field.name], record.get(field.name))
        if value is None:
            place = entity.where(field.name)
            what = f"'{field.name}' of '{entity.id}' ({place.path}:{place.line}) has no words here, or others in number"
            yield Problem(where, record.lines.get(field.name, record.line), "missing-translation", what)
            del own[field.name]
        else:
            own[field.name] = value
    # a kind whose title is no field of its own (a work of the bibliography) keeps its title as it was read
    title = str(own.get(kind.title, entity.title)) if kind.title in kind.fields else entity.title
    lines = MappingProxyType(record.lines)
    return replace(entity, title=title, place=Place(where, record.line), fields=MappingProxyType(own), lines=lines)


def _words(field: Field, original: Any, value: Any) -> Any:
    """The words of a field in the shape that the original has; None for what is none."""
    if field.parts:
        names = {name for name, part in field.parts.items() if part.in_words and name in original}
        given = {next(iter(names)): value} if len(names) == 1 and isinstance(value, str) else value
        whole = isinstance(given, Mapping) and set(given) == names and all(map(is_text, given.values()))
        return MappingProxyType({**original, **given}) if whole else None
    if field.type == TEXTS:
        whole = isinstance(value, list) and len(value) == len(original) and all(map(is_text, value))
        return tuple(value) if whole else None
    return value if is_text(value) else None


def glosses(layout: Layout, translated: Translated, original: Trace) -> Reading[Record]:
    """Our words for those of the thesis, as far as there are any, and for each of the editors' reasons."""
    if not translated.glosses:
        return Record(1)
    known = yield from _mapping(layout, f"{layout.docs}/{translated.glosses}")
    said = [*original.warrants()]
    wanted = {warrant.reason: place for warrant, place, _ in said if warrant.reason}
    for reason, place in wanted.items():
        if not known.get(reason):
            what = f"the reason '{reason}' has no words in {layout.docs}/{translated.glosses}"
            yield problem_at(place, "missing-translation", what)
    quoted = {warrant.words for warrant, _, _ in said}
    for words, line in known.lines.items():
        if words not in wanted and words not in quoted:
            what = f"no warrant says '{words}': take it out, or write it as it stands there"
            yield Problem(f"{layout.docs}/{translated.glosses}", line, "extra-translation", what)
    return known


def glossed_text(layout: Layout, translated: Translated, known: Record) -> Iterator[Text]:
    """The words that warrants quote, and the editors' reasons, with ours beside them in one file."""
    where, other = f"{layout.docs}/{translated.glosses}", translated.layout.locale.language
    pairs = [
        Pair(
            block("field", fingerprint(words), known.lines[words], words, other),
            block("field", fingerprint(words), known.lines[words], str(ours), layout.locale.language),
        )
        for words, ours in known.items()
    ]
    if pairs:
        yield Text(translated.glosses, where, where, tuple(pairs))


def terms(layout: Layout, translated: Translated, original: Trace) -> Reading[Mapping[str, tuple[str, ...]]]:
    """The term of each concept, under the name of our language, and what may stand for it (`also`)."""
    known, problems = collect(_mapping(layout, translated.terms))
    yield from problems
    name, found = layout.locale.code, {}
    if problems and not known:
        return {}  # no term at all: that is told
    for concept in original.of_role("concept"):
        term = known.get(concept.id)
        if isinstance(term, Record) and isinstance(term.get(name), str):
            also = term.get("also") or []
            found[concept.id] = (term[name], *(also if isinstance(also, list) else [also]))
        else:
            what = f"'{concept.id}' has no term: '{concept.id}: {{{name}: …}}'"
            yield Problem(translated.terms, known.lines.get(concept.id, 1), "missing-translation", what)
    for identifier in known:
        if identifier not in original.entities:
            what = f"there is no concept '{identifier}'{suggestion(identifier, found)}"
            yield Problem(translated.terms, known.lines[identifier], "unknown-id", what)
    return found


def _mapping(layout: Layout, where: str) -> Reading[Record]:
    text = yield from read_text(layout.root, where)
    value = (yield from read_yaml(text, where)) if text else None
    if isinstance(value, Record):
        return value
    if text is not None:
        yield Problem(where, 1, "wrong-type", "the file must be fields with values")
    return Record(1)


def glossed(value: Any, glosses: Mapping[str, str]) -> Any:
    """A warrant with the editors' reason in our words, as far as there are any; or fields that hold such warrants."""
    return with_warrants(value, lambda warrant: replace(warrant, reason=glosses.get(warrant.reason, warrant.reason)))


class Recite:
    """From the first language to the second: `s. 257` becomes `p. 257`, `sitert i` becomes `as cited in`.

    What is in the second language already stays as it is.
    """

    def __init__(self, languages: tuple[Locale, Locale]) -> None:
        old, new = (locale.citing for locale in languages)
        self._words = {word: new[name] for name, word in reversed(list(old.items())) if name in new}
        self._pages = {new[name] for name in ("page", "pages") if name in new}
        self._many = new.get("pages", "")
        one = any_of({*self._words, *self._pages})
        self._pattern = re.compile(rf"(?<!\w)(?P<word>{one})(?!\w)(?P<several>{_SEVERAL})?")

    def __call__(self, text: str) -> str:
        """A locator or a prefix in the other language."""
        return self._pattern.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word = self._words.get(match["word"], match["word"])
        return self._many if word in self._pages and match["several"] is not None else word

    def text(self, text: str) -> str:
        """A text with all of its citations in the other language."""
        return re.sub(CITATION, lambda match: self(match[0]), text) if "@" in text else text
