"""The matters that two documents speak of, as they are shown: by theme and kind of change, each with what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from spor.render.differences import marked
from spor.render.site import Site
from spor.trace.change import SIDES, Matter, item_field, matters, values
from spor.trace.schema import Change, Field
from spor.trace.trace import Entity

_WORD = re.compile(r"[^\W\d_]+")


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

    def sides(self) -> tuple[tuple[str, tuple[Said, ...]], ...]:
        """Both sides, each with its name."""
        return tuple(zip(SIDES, (self.before, self.after), strict=True))


@dataclass(frozen=True)
class Theme:
    """The matters of a theme, those that differ first, by the kind of change."""

    id: str
    rows: tuple[Row, ...]

    def of(self, kind: Change) -> tuple[Row, ...]:
        """Its matters of one kind of change."""
        return tuple(row for row in self.rows if row.matter.kind == kind)


@dataclass(frozen=True)
class Comparison:
    """All matters, in the order of the data and by theme; the kinds of change in their order; the filters with the
    values that there are."""

    rows: tuple[Row, ...]
    themes: tuple[Theme, ...]
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
    by_theme: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_theme[_theme(row.matter.entity)].append(row)
    themes = tuple(
        Theme(theme, tuple(sorted(by_theme[theme], key=lambda row: changes.index(row.matter.kind))))
        for theme in sorted(by_theme, key=lambda theme: _place(order.get("theme", ()), theme))
    )
    used = {name: {value for row in rows for value in row.facets[name]} for name in names}
    filters = {name: tuple(value for value in order[name] if value in used[name]) for name in names}
    return Comparison(rows, themes, changes, filters)


def _theme(entity: Entity) -> str:
    return str(entity.fields.get("theme", ""))


def _homes(found: Iterable[Matter]) -> dict[str, str]:
    """The matter in which each item has its anchor: the first one of its own theme, else the first."""
    pairs = [(item, matter.entity) for matter in found for item in matter.side("")]
    own = [(item, home) for item, home in pairs if _theme(item) == _theme(home)]
    return {item.id: home.id for item, home in reversed([*own, *pairs])}  # of several the first one stays


def _row(matter: Matter, facets: Mapping[str, tuple[str, ...]], homes: Mapping[str, str]) -> Row:
    sides = matter.before, matter.after
    texts = [[str(item.fields.get("text", "")) for item in side] for side in sides]
    plain = [[escape(text) for text in side] for side in texts]
    markup = marked(*texts) if all(texts) and not matter.kind.same else plain
    before, after = (
        tuple(
            Said(item, text, item.anchor if homes[item.id] == matter.entity.id else "")
            for item, text in zip(side, made, strict=True)
        )
        for side, made in zip(sides, markup, strict=True)
    )
    return Row(matter, before, after, facets)


def place_in(site: Site, field: Field | None, text: str) -> str:
    """Where in its document something stands, each word of it in those of the site: `1 og 2.1` as `1 and 2.1`."""
    return _WORD.sub(lambda word: site.label("values", field.name, word[0]), text) if field else text


def filter_field(site: Site, name: str) -> Field:
    """The field that a filter asks for: of the change itself, or of what it compares."""
    own = [site.trace.schema.fields(kind).get(name) for kind in site.trace.schema.of_role("change")]
    found = next(filter(None, own), None) or item_field(site.trace, name.rpartition(".")[2])
    return found or Field(name)


def _place(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)
