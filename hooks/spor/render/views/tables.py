"""The views of a data file: as it is, and counts as a small picture of bars, or by something else, folded."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.trace.change import item_field
from spor.trace.view import view

#: Of so many words each share is told: letters are of different lengths.
_PER = 1000
#: The measures of the picture, in its own units: small enough that its words can be read on a telephone. A group has
#: two bars and a gap; words stand at the left of it, and numbers at the right.
_WIDTH, _LEFT, _RIGHT = 400, 86, 64
_BAR, _GAP = 14, 10


@view("table", takes="file")
def table(site: Site, here: str, arguments: list[str]) -> Markup:
    """A data file as it is."""
    file = arguments[0]
    rows = site.trace.tables[file]
    columns = list(rows[0]) if rows else []
    made = partial(render, "table.html", site=site, here=here, file=file, rows=rows, columns=columns)
    # What a table tells of the informants stays out of the search's file, which holds their statements.
    return site.deferred.put(made) if site.trace.tells_of_persons(file) else made()


@view("bars", takes="file")
def bars(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """The wholes of a file of counts: a row says of which series it is, and of which part of it (the whole first).

    The other columns hold numbers; the last one, of how many. A series that is an entity goes by its name.
    """
    file = arguments[0]
    rows: Sequence[Mapping[str, str]] = site.trace.tables[file]
    series, _, *counted = list(rows[0]) if rows else ["", ""]
    wholes = list({row[series]: row for row in reversed(rows)}.values())[::-1]
    return {
        "caption": site.label("tables", file, "caption"),
        "width": _WIDTH,
        "left": _LEFT,
        "bar_height": _BAR,
        "gap": _GAP,
        "names": [_name(site, row[series]) for row in wholes],
        "groups": list(_groups(site, file, wholes, counted)),
    }


@view("crossed", takes="file")
def crossed(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """The rows of a file of counts by their second column: of each number, what it is in every series.

    A row says of which series it is, and of what in it; the other columns hold numbers. What is not in a series is 0.
    """
    file = arguments[0]
    rows: Sequence[Mapping[str, str]] = site.trace.tables[file]
    series, by, *counted = list(rows[0]) if rows else ["", ""]
    found = {(row[series], row[by]): row for row in rows}
    names, values = (list(dict.fromkeys(row[column] for row in rows)) for column in (series, by))
    known = item_field(site.trace, by)
    order = (*(known.one_of if known else ()), *values)  # as a field of that name has its values, others as written
    numbers = {
        value: [[str(found.get((name, value), {}).get(word, 0)) for name in names] for word in counted]
        for value in sorted(values, key=order.index)
    }
    return {
        "file": file,
        "by": by,
        "counted": counted,
        "names": [_name(site, name) for name in names],
        "numbers": numbers,
    }


def _name(site: Site, series: str) -> str:
    entity = site.trace.entities.get(series)
    return str(entity.fields.get("year") or entity.title) if entity else series


def _groups(site: Site, file: str, wholes: Sequence[Mapping[str, str]], counted: Sequence[str]) -> Iterator[Any]:
    """What was counted, in words, and a bar for each series: how often, its share in words, and how long it is."""
    *names, all_ = counted
    shares = {name: [_PER * int(row[name]) / int(row[all_]) for row in wholes] for name in names}
    unit = (_WIDTH - _LEFT - _RIGHT) / max((max(s) for s in shares.values()), default=1)
    for name in names:
        counts = zip(wholes, shares[name], strict=True)
        made = [(int(row[name]), site.locale.decimal(share), round(share * unit, 1)) for row, share in counts]
        yield site.label("tables", file, name), made
