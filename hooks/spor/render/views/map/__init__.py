"""The map: the trace drawn in columns, laid out when the site is built. Here is the HTML: of the whole trace with its
list, of what is around a finding, and of a picture without words. Imports run one way: graph, layout, this."""

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from spor.render.backlinks import item
from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.map.graph import COLUMNS, Edge, chain, graph, lines, sides, whole
from spor.render.views.map.layout import LINE, Column, Layout, Path, Tile, lay_out, lay_out_around
from spor.render.warrants import plain, reason
from spor.trace.trace import Entity, grouped
from spor.trace.view import view

#: Each column of the map: its place, and how many characters and lines a label there may have.
_WIDTH = 1176
_COLUMNS = (Column(0, 184), Column(250, 258), Column(570, 146), Column(760, 194), Column(1000, 176))
_LABELS = ((25, 8), (37, 3), (20, 3), (27, 2), (24, 2))
#: The same for a finding's own map, by the windows that it is for: the width, the columns, and what a label may have.
#: In a narrow window the finding stands in the left of two columns, to the right of its arcs.
_OWN = {
    "wide": (700, (Column(0, 196), Column(244, 206), Column(500, 200)), (27, 6)),
    "narrow": (336, (Column(14, 150), Column(186, 150)), (19, 8)),
}
#: The middle of each column, the width of the drawing, and half the size of a mark in each: the fewer, the larger.
_MIDDLES, _PICTURE_WIDTH = (150, 450, 750, 1050, 1350), 1500
_SIZES = (28, 15, 10, 11, 14)


@view("map", searched=False)
def map_view(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The whole trace as a drawing, and under it the same as a list."""
    drawn = graph(site.trace)
    tiles = [
        Tile(entity.id, number, lines(site, entity, _LABELS[number]))
        for number, entities in enumerate(drawn.columns)
        for entity in entities
    ]
    headings = [(column.x, site.heading(role)) for column, role in zip(_COLUMNS, COLUMNS, strict=True)]
    return {
        "item": item,
        "reason": reason,
        "drawing": drawing,
        "width": _WIDTH,
        "drawn": {tile.id for tile in tiles},
        "layout": lay_out(tiles, drawn.edges, _COLUMNS),
        "headings": headings,
    }


def claim_map(site: Site, finding: Entity, here: str) -> Markup:
    """The finding's own map, as shown on the page `here`."""

    def made() -> Markup:
        groups = sides(site.trace, finding)
        drawings = [
            (name, width, *lay_out_around(finding, groups, columns, partial(lines, site, size=size)))
            for name, (width, columns, size) in _OWN.items()
        ]
        return render("map_finding.html", site=site, here=here, drawing=drawing, kind=finding.kind, drawings=drawings)

    return site.deferred.put(made)


def drawing(site: Site, here: str, layout: Layout, reasons: bool = True) -> Markup:
    """The SVG of a layout, as shown on the page `here`; `reasons`: each path says why its relation stands.

    Its paths, in a group for each relation, and over them its tiles. A path joins two of these, `data-upper` and
    `data-lower`, by their numbers: by their ids, the map would weigh two kilobytes more. Written out here and not in a
    template, since a template looks at each of thousands of numbers anew.
    """
    numbers = {tile.id: number for number, tile in enumerate(layout.tiles)}
    made = ""
    by_relation = sorted(layout.paths, key=lambda path: path.edge.relation)
    for relation, paths in groupby(by_relation, lambda path: path.edge.relation):
        drawn = "".join(_path(site, path, numbers, reasons) for path in paths)
        made += f'<g class="spor-edges spor-edges--{relation.replace("_", "-")}">\n{drawn}</g>\n'
    return Markup(made + "".join(_tile(site, here, tile) for tile in layout.tiles))


def _path(site: Site, path: Path, numbers: Mapping[str, int], reasons: bool) -> str:
    edge = path.edge
    beside = "" if edge.chain else ' class="spor-beside"'
    shape = f'<path{beside} data-upper="{numbers[edge.upper]}" data-lower="{numbers[edge.lower]}" d="{path.d}"'
    why = escape(plain(site, edge.warrant)) if reasons else ""
    return f"{shape}><title>{why}</title></path>\n" if why else f"{shape}/>\n"


def _tile(site: Site, here: str, tile: Tile) -> str:
    """A tile: a link with a mark and the lines of its label; with a title where these are not its whole name.

    It is xlink:href: Material's previews set `href` of all that has one, which SVG's own links refuse with an error.
    """
    entity = site.trace.entities[tile.id]
    name = whole(site, entity)
    title = "" if tile.lines == (name,) else f"<title>{escape(name)}</title>"
    label = (f'<text x="24" y="{17 + LINE * number}">{escape(line)}</text>' for number, line in enumerate(tile.lines))
    return (
        f'<a class="spor-tile {site.css(entity)}" data-id="{escape(tile.id)}" data-column="{tile.column}"'
        f' xlink:href="{escape(site.to(here, entity))}" transform="translate({tile.x} {tile.y})">{title}'
        f'<rect width="{tile.width}" height="{tile.height}"/>'
        f'<rect class="spor-tile__mark"/>{"".join(label)}</a>\n'
    )


@view("map-overview", takes="claim", searched=False)
def overview(site: Site, here: str, arguments: list[str]) -> dict[str, Any]:
    """The picture, linked to the page with the map; `arguments` has the finding whose chain is drawn strong.

    Without it that is the finding whose page it stands on.
    """
    finding = site.trace.entities[arguments[0] if arguments else site.trace.pages[here].owner]
    drawn = graph(site.trace)
    tiles = [Tile(entity.id, number, ()) for number, entities in enumerate(drawn.columns) for entity in entities]
    layout = lay_out(tiles, drawn.edges, [Column(middle, 0) for middle in _MIDDLES])
    strong = chain(finding.id, drawn.edges)

    def within(edge: Edge) -> str:
        return "strong" if edge.chain and {edge.upper, edge.lower} <= strong else "faint"

    return {
        "page": next((view.page for view in site.trace.views if view.call == "map"), here),
        "finding": finding,
        "width": _PICTURE_WIDTH,
        "counts": [(role, len(entities)) for role, entities in zip(COLUMNS, drawn.columns, strict=True)],
        "sizes": _SIZES,
        "layout": layout,
        "strong": strong,
        "paths": grouped(((within(path.edge), path.edge.relation), path.d) for path in layout.paths),
    }
