"""The matters that two documents speak of, as they are shown: by theme and kind of change, what differs marked."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from markupsafe import Markup, escape

from spor.render.site import Site
from spor.trace.change import Matter, item_field, matters, values
from spor.trace.schema import Change, Field
from spor.trace.trace import Entity, grouped

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
#: Texts that share less than half are two texts: to mark nearly all of their words would show nothing.
_SHARED = 0.5
#: A word this short that stands alone between what differs is no island worth a shore.
_SHORT = 3


@dataclass(frozen=True)
class Said:
    """What a document says of a matter: the item, its text with marks, its anchor (empty if that is elsewhere)."""

    item: Entity
    text: Markup
    anchor: str


@dataclass(frozen=True)
class Row:
    """A matter as shown: what either side says, and what the filters ask for, by their names."""

    matter: Matter
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Comparison:
    """All matters, in the order of the data and by theme (there those that differ first, by the kind of change); the
    kinds of change in their order; the filters with the values that there are."""

    rows: tuple[Row, ...]
    themes: Mapping[str, Sequence[Row]]
    kinds: tuple[Change, ...]
    filters: Mapping[str, tuple[str, ...]]


def comparison(site: Site) -> Comparison:
    """The comparison of all documents of a site; empty where nothing is compared."""
    found = matters(site.trace)
    kinds = [site.trace.schema.kinds[name] for name in site.trace.schema.of_role("change")]
    changes = tuple(change for kind in kinds for change in kind.changes.values())
    names = tuple(dict.fromkeys(name for kind in kinds for name in kind.filters))
    homes = _homes(found)
    rows = tuple(_row(matter, {name: values(matter, name) for name in names}, homes) for matter in found)
    order = {name: filter_field(site, name).one_of for name in names}
    by_kind = sorted(rows, key=lambda row: changes.index(row.matter.kind))
    by_theme = grouped((_theme(row.matter.entity), row) for row in by_kind)
    first = [*order.get("theme", ()), *(_theme(row.matter.entity) for row in rows)]
    themes = {theme: by_theme[theme] for theme in sorted(by_theme, key=first.index)}
    used = {name: {value for row in rows for value in row.facets[name]} for name in names}
    filters = {name: tuple(value for value in order[name] if value in used[name]) for name in names}
    return Comparison(rows, themes, changes, filters)


def _theme(entity: Entity) -> str:
    return str(entity.fields.get("theme", ""))


def _homes(found: Iterable[Matter]) -> dict[str, str]:
    """The matter in which each item has its anchor: the first one of its own theme, else the first."""
    pairs = [(item, matter.entity) for matter in found for item in matter.items]
    own = [(item, home) for item, home in pairs if _theme(item) == _theme(home)]
    return {item.id: home.id for item, home in reversed([*own, *pairs])}  # of several the first one stays


def _row(matter: Matter, facets: Mapping[str, tuple[str, ...]], homes: Mapping[str, str]) -> Row:
    texts = [[str(item.fields.get("text", "")) for item in side] for side in (matter.before, matter.after)]
    before, after = marked(*texts) if all(texts) and not matter.kind.same else texts

    def said(item: Entity, text: str) -> Said:
        return Said(item, escape(text), item.anchor if homes[item.id] == matter.entity.id else "")

    return Row(matter, tuple(map(said, matter.before, before)), tuple(map(said, matter.after, after)), facets)


def place_in(site: Site, field: Field | None, text: str) -> str:
    """Where in its document something stands, each word of it in those of the site: `1 og 2.1` as `1 and 2.1`."""
    return _LETTERS.sub(lambda word: site.label("values", field.name, word[0]), text) if field else text


def filter_field(site: Site, name: str) -> Field:
    """The field that a filter asks for: of the change itself, or of what it compares."""
    own = [site.trace.schema.fields(kind).get(name) for kind in site.trace.schema.of_role("change")]
    found = next(filter(None, own), None) or item_field(site.trace, name.rpartition(".")[2])
    return found or Field(name)


def marked(before: Sequence[str], after: Sequence[str]) -> tuple[list[Markup], list[Markup]]:
    """The texts of either side, as one compared with the other, with what differs within `mark`."""
    sides = [[(text, list(_WORD.finditer(text))) for text in side] for side in (before, after)]
    first, second = ([word for _, words in side for word in words] for side in sides)
    before_words, after_words = ([word[0].lower() for word in side] for side in (first, second))
    matcher = SequenceMatcher(None, before_words, after_words, autojunk=False)
    differ = {*first, *second} if matcher.ratio() >= _SHARED else set()
    for a, b, size in matcher.get_matching_blocks():
        edge = (a, b) == (0, 0) or (a + size, b + size) == (len(first), len(second))
        if size > 1 or (size == 1 and (edge or len(first[a][0]) > _SHORT)):
            differ.difference_update(first[a : a + size], second[b : b + size])
    made = ([_with_marks(text, words, differ) for text, words in side] for side in sides)
    return next(made), next(made)


def _with_marks(text: str, words: Iterable[re.Match[str]], differ: Container[re.Match[str]]) -> Markup:
    """A text with each run of words that differ, and what stands between them, in one mark."""
    made, at = Markup(""), 0
    for marks, run in groupby(words, differ.__contains__):
        if marks:
            marked_words = list(run)
            start, end = marked_words[0].start(), marked_words[-1].end()
            made += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    return made + escape(text[at:])
