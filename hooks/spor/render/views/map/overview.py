"""The whole trace as a picture without words: a mark for each entity, a line for each relation, one chain strong."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.map.graph import COLUMNS, Edge, graph
from spor.render.views.map.layout import Column, Path, Tile, lay_out
from spor.trace.view import view

#: The middle of each column, the width of the drawing, and half the size of a mark in each: the fewer, the larger.
_MIDDLES, _WIDTH = (150, 450, 750, 1050, 1350), 1500
_SIZES = (28, 15, 10, 11, 14)


@view("map-overview", takes="claim", searched=False)
def overview(site: Site, here: str, arguments: list[str]) -> Markup:
    """The picture, linked to the page with the map; `arguments` has the finding whose chain is drawn strong.

    Without it that is the finding whose page it stands on.
    """
    finding = site.trace.entities[arguments[0] if arguments else site.trace.pages[here].owner]
    drawn = graph(site.trace)
    tiles = [Tile(entity.id, number, ()) for number, entities in enumerate(drawn.columns) for entity in entities]
    layout = lay_out(tiles, drawn.edges, [Column(middle, 0) for middle in _MIDDLES])
    strong = chain(finding.id, drawn.edges)
    return render(
        "map_overview.html",
        site=site,
        here=here,
        page=next((view.page for view in site.trace.views if view.call == "map"), here),
        finding=finding,
        width=_WIDTH,
        height=layout.height,
        counts=[(role, len(entities)) for role, entities in zip(COLUMNS, drawn.columns, strict=True)],
        sizes=_SIZES,
        tiles=layout.tiles,
        strong=strong,
        paths={
            "faint": _joined(path for path in layout.paths if not _within(path.edge, strong)),
            "strong": _joined(path for path in layout.paths if _within(path.edge, strong)),
        },
    )


def chain(start: str, edges: Iterable[Edge]) -> set[str]:
    """What is up or down the chain of an entity, by id, with the entity itself."""
    steps = [(edge.upper, edge.lower) for edge in edges if edge.chain]
    return _reach(start, steps) | _reach(start, [(lower, upper) for upper, lower in steps])


def _reach(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    found = {start}
    steps = tuple(steps)
    while more := {end for begin, end in steps if begin in found} - found:
        found |= more
    return found


def _within(edge: Edge, strong: set[str]) -> bool:
    return edge.chain and {edge.upper, edge.lower} <= strong


def _joined(paths: Iterable[Path]) -> dict[str, str]:
    """The paths of each relation as one."""
    found: dict[str, str] = {}
    for path in paths:
        found[path.edge.relation] = found.get(path.edge.relation, "") + path.d
    return found
