"""What two documents say of the matters that both speak of, side by side: folded by theme and kind of change, with what
differs marked; counted in a matrix, and the hard part in a line each."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from spor.render.site import Site
from spor.render.views.claims import claims_of
from spor.trace.change import NUMBER, SIDES, Matter, anchor, item_field, matters, place_of, restating, texts, values
from spor.trace.schema import TEXT, Change, Field
from spor.trace.trace import Entity, grouped
from spor.trace.view import view

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
#: Texts that share less than half are two texts: to mark nearly all of their words would show nothing.
_SHARED = 0.5
#: A word this short that stands alone between what differs is no island worth a shore.
_SHORT = 3
#: So many cells of the same, one under the other, are shown as one.
_LONG_RUN = 3


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
    pairs = [(item, matter.entity) for matter in found for item in matter.items]
    own = [(item, home) for item, home in pairs if _theme(item) == _theme(home)]
    # where each item has its anchor: in the first matter of its own theme, else in the first
    homes = {item.id: home.id for item, home in reversed([*own, *pairs])}
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


def _row(matter: Matter, facets: Mapping[str, tuple[str, ...]], homes: Mapping[str, str]) -> Row:
    sides = [[str(item.fields.get("text", "")) for item in side] for side in (matter.before, matter.after)]
    before, after = marked(*sides) if all(sides) and not matter.kind.same else sides

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


@dataclass(frozen=True)
class _Parts:
    """What the templates ask for, on one page."""

    site: Site
    here: str

    def facts(self, item: Entity) -> list[tuple[str, str]]:
        """What an item says beside its text, if it does: results, dates, limits."""
        fields = self.site.trace.schema.fields(item.kind).values()
        plain = (f.name for f in fields if f.type == TEXT and not (f.required or f.one_of or f.targets))
        asked = [name for name in plain if name != "unused" and item.fields.get(name)]
        return [(self.site.label("fields", item.kind, name), str(item.fields[name])) for name in asked]

    def labels(self, item: Entity) -> list[str]:
        """The words for those fields of an item that hold several of some values."""
        fields = self.site.trace.schema.fields(item.kind).values()
        many = [field for field in fields if field.one_of and field.type != TEXT]
        return [self.label(field.name, value) for field in many for value in texts(item.fields.get(field.name))]

    def label(self, field: str, value: str) -> str:
        """The word for a value of a field."""
        return self.site.label("values", field, value)

    def strength(self, row: Row) -> list[str]:
        """The values of what is asked of either side alone: `bes → skal`, or one where both are the same."""
        found = []
        for field in dict.fromkeys(name.rpartition(".")[2] for name in row.facets if "." in name):
            sides = [", ".join(self.label(field, v) for v in row.facets.get(f"{side}.{field}", ())) for side in SIDES]
            found.append(" → ".join(dict.fromkeys(filter(None, sides))))
        return found

    def year(self, item: Entity) -> str:
        """What tells the document of an item apart."""
        document = self.site.trace.document(item)
        return str(document.fields.get("year") or document.title) if document else ""

    def part(self, item: Entity) -> Markup:
        """Where an item stands in its document, with links to the page that restates it."""
        field, text = place_of(self.site.trace, item)
        text, page = place_in(self.site, field, text), restating(self.site.trace, item)
        if field is None or page is None:
            return Markup("{}").format(text)

        def link(number: re.Match[str]) -> str:
            return f'<a href="{self.site.href(self.here, page.page, anchor(field, number[0]))}">{number[0]}</a>'

        linked, comma, rest = text.partition(",")
        words = f"{self.site.label('changes', 'part')} " if NUMBER.match(text) else ""
        return words + Markup(NUMBER.sub(link, str(escape(linked)))) + comma + rest

    def facet(self, name: str, own: Iterable[str]) -> str:
        """The values of a filter as an attribute; `*` for one that means all."""
        everyone = filter_field(self.site, name).everyone
        return " ".join(f"{value} *" if value == everyone else value for value in own)

    def heading(self, name: str) -> str:
        """What a filter is called; one of a side by the document that stands there."""
        side, _, field = name.rpartition(".")
        words = self.site.label("filter", field)
        years = {self.year(item) for matter in matters(self.site.trace) for item in (matter.side(side) if side else ())}
        return f"{words} {', '.join(sorted(years))}" if side else words


@view("changes", searched=False)
def changes(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """All matters, folded by theme, to be narrowed."""
    found, parts = comparison(site), _Parts(site, here)
    choices = [
        (name.replace(".", "-"), parts.heading(name), [(v, parts.label(name.rpartition(".")[2], v)) for v in values])
        for name, values in found.filters.items()
    ]
    return {"parts": parts, "comparison": found, "choices": choices, "claims_of": claims_of}


@view("changes-matrix", searched=False)
def changes_matrix(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """How many matters of each theme changed in which way."""
    found = comparison(site)
    totals = Counter(row.matter.kind.id for row in found.rows)
    return {"parts": _Parts(site, here), "comparison": found, "totals": totals}


@view("changes-lines", takes="fields", searched=False)
def changes_lines(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """A line for each matter that has a field: `changes-lines deadline`, or `changes-lines result type=parameter`.

    An item that belongs to several of these matters counts in the first.
    """
    field, *conditions = arguments
    parts, wanted = _Parts(site, here), [condition.partition("=")[::2] for condition in conditions]

    def asked(row: Row) -> bool:
        """Whether all that the matter compares is of the values that are asked for."""
        return all(value in texts(item.fields.get(name)) for item in row.matter.items for name, value in wanted)

    found = _rows_with(filter(asked, comparison(site).rows), field)
    rows = [row for row, _ in found]
    years = [sorted({parts.year(item) for row in rows for item in row.matter.side(side)}) for side in SIDES]
    lines = [[Markup("; ").join(side) for side in marked(*sides)] for _, sides in found]
    return {"parts": parts, "field": field, "lines": list(zip(rows, _spans(lines), strict=True)), "years": years}


def _rows_with(rows: Iterable[Row], field: str) -> list[tuple[Row, list[list[str]]]]:
    """The rows in which an item has a field that stands in none before, each with what either side has in it."""
    seen: set[str] = set()
    found = []
    for row in rows:
        own = [[i for i in row.matter.side(side) if i.fields.get(field) and i.id not in seen] for side in SIDES]
        seen |= {item.id for side in own for item in side}
        if any(own):
            found.append((row, [[str(item.fields[field]) for item in side] for side in own]))
    return found


def _spans(lines: list[list[Markup]]) -> list[list[tuple[Markup, int]]]:
    """The cells of a table, those of a long run of the same as one: each with how many rows it takes (0: none)."""

    def merged(column: Iterable[Markup]) -> Iterator[tuple[Markup, int]]:
        for cell, run in groupby(column):
            length = len(list(run))
            long = length >= _LONG_RUN and bool(cell)
            yield from [(cell, length), *[(cell, 0)] * (length - 1)] if long else [(cell, 1)] * length

    return [list(cells) for cells in zip(*map(merged, zip(*lines, strict=True)), strict=True)]


@view("documents", searched=False)
def documents(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The documents that are compared: where each is restated, and how many of its items there are."""
    items = dict.fromkeys(item for matter in matters(site.trace) for item in matter.items)
    counts = Counter(filter(None, map(site.trace.document, items)))
    return {"documents": sorted(counts, key=lambda document: document.id), "counts": counts}
