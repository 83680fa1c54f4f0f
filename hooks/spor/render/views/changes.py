"""What two documents say, side by side: folded by theme, counted in a matrix, and the hard part in a line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.comparison import Row, comparison, filter_field
from spor.render.differences import marked
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.change import NUMBER, SIDES, anchor, matters, place_of, texts
from spor.trace.schema import TEXT
from spor.trace.trace import Entity
from spor.trace.view import view


@dataclass(frozen=True)
class _Parts:
    """What the templates ask for, on one page."""

    site: Site
    here: str

    def facts(self, item: Entity) -> list[tuple[str, str]]:
        """What an item says beside its text, if it does: results, dates, limits."""
        fields = self.site.trace.schema.fields(item.kind).values()
        asked = [f.name for f in fields if f.type == TEXT and not (f.required or f.one_of or f.targets)]
        return [
            (self.site.label("fields", item.kind, name), str(item.fields[name]))
            for name in asked
            if name not in ("id", "unused") and item.fields.get(name)
        ]

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
        fields = dict.fromkeys(name.rpartition(".")[2] for name in row.facets if "." in name)
        return [self._moved(row, field) for field in fields]

    def _moved(self, row: Row, field: str) -> str:
        sides = [", ".join(self.label(field, v) for v in row.facets.get(f"{side}.{field}", ())) for side in SIDES]
        return " → ".join(dict.fromkeys(filter(None, sides)))

    def year(self, item: Entity) -> str:
        """What tells the document of an item apart."""
        document = self.site.trace.document(item)
        return str(document.fields.get("year") or document.title) if document else ""

    def part(self, item: Entity) -> Markup:
        """Where an item stands in its document, with links to the page that restates it."""
        field, text = place_of(self.site.trace, item)
        document = self.site.trace.document(item)
        page = self.site.trace.document(document) if document else None
        if field is None or page is None:
            return Markup("{}").format(text)

        def link(number: re.Match[str]) -> str:
            return f'<a href="{self.site.href(self.here, page.page, anchor(field, number[0]))}">{number[0]}</a>'

        linked, comma, rest = text.partition(",")
        return Markup(NUMBER.sub(link, str(Markup("{}").format(linked)))) + comma + rest

    def claims(self, item: Entity) -> list[tuple[str, list[Entity]]]:
        """The claims that an item carries or speaks against, with the words for it."""
        trace, found = self.site.trace, []
        for name in ("evidence", "against"):
            claims = [claim for claim in trace.relating(item, name) if trace.role(claim) == "claim"]
            if claims:
                found.append((self.site.label("inverse", claims[0].kind, name), claims))
        return found

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


def _rendered(template: str, site: Site, here: str, **more: object) -> Markup:
    return render(template, site=site, here=here, parts=_Parts(site, here), **more)


@view("changes", searched=False)
def changes(site: Site, here: str, _: list[str]) -> Markup:
    """All matters, folded by theme, to be narrowed."""
    return _rendered("changes.html", site, here, comparison=comparison(site))


@view("changes-matrix", searched=False)
def changes_matrix(site: Site, here: str, _: list[str]) -> Markup:
    """How many matters of each theme changed in which way."""
    found = comparison(site)
    totals = Counter(row.matter.kind.id for theme in found.themes for row in theme.rows)
    return _rendered("changes_matrix.html", site, here, comparison=found, totals=totals)


@view("changes-lines", takes="fields", searched=False)
def changes_lines(site: Site, here: str, arguments: list[str]) -> Markup:
    """A line for each matter that has a field: `changes-lines deadline`, or `changes-lines result type=parameter`."""
    field, *only = arguments
    chosen = [row for theme in comparison(site).themes for row in theme.rows if _asked(row, field, only)]
    in_order = {matter.entity.id: place for place, matter in enumerate(matters(site.trace))}
    chosen.sort(key=lambda row: in_order[row.matter.entity.id])
    years = [
        sorted({_Parts(site, here).year(item) for row in chosen for item in row.matter.side(side)}) for side in SIDES
    ]
    lines = [(row, _cells(row, field)) for row in chosen]
    return _rendered("changes_lines.html", site, here, field=field, lines=lines, years=years)


def _asked(row: Row, field: str, only: list[str]) -> bool:
    wanted = [condition.partition("=")[::2] for condition in only]
    items = [i for i in row.matter.side("") if all(v in texts(i.fields.get(name)) for name, v in wanted)]
    return any(item.fields.get(field) for item in items)


def _cells(row: Row, field: str) -> list[Markup]:
    """What either side has in a field, with what differs marked."""
    told = [[str(i.fields[field]) for i in row.matter.side(side) if i.fields.get(field)] for side in SIDES]
    return [Markup("; ").join(side) for side in marked(*told)]


@view("documents", searched=False)
def documents(site: Site, here: str, _: list[str]) -> Markup:
    """The documents that are compared: where each is restated, and how many of its items there are."""
    items = [item for matter in matters(site.trace) for item in matter.side("")]
    found = dict.fromkeys(document for item in items if (document := site.trace.document(item)))
    counts = {document.id: len({i.id for i in items if site.trace.document(i) == document}) for document in found}
    return _rendered("documents.html", site, here, documents=sorted(found, key=lambda d: d.id), counts=counts)
