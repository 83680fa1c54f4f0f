"""What two documents say, side by side: folded by theme, counted in a matrix, and the hard part in a line each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from spor.render.comparison import Row, comparison, filter_field, marked, place_in
from spor.render.site import Site
from spor.render.views.claims import claims_of
from spor.trace.change import NUMBER, SIDES, anchor, compared, matters, place_of, restating, texts
from spor.trace.schema import TEXT
from spor.trace.trace import Entity
from spor.trace.view import view

#: So many cells of the same, one under the other, are shown as one.
_LONG_RUN = 3


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
    counts = Counter(document for item in compared(site.trace) if (document := site.trace.document(item)))
    return {"documents": sorted(counts, key=lambda document: document.id), "counts": counts}
