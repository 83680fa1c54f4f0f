"""Draws a layout as SVG: its paths, in a group for each relation, and over them its tiles.

Written out here and not in a template, since a template looks at each of thousands of numbers anew.
"""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup, escape

from spor.render.site import Site, css
from spor.render.views.map import label
from spor.render.views.map.layout import LINE, Layout, Path, Tile
from spor.render.warrants import plain

#: How round the corners of a tile are.
_CORNERS = {"question": 14, "evidence": 12, "concept": 7}
_OTHER_CORNERS = 2


def drawing(site: Site, here: str, layout: Layout) -> Markup:
    """The SVG of a layout, as shown on the page `here`."""
    paths = sorted(layout.paths, key=_relation)
    groups = [_group(relation, [_path(site, path) for path in same]) for relation, same in groupby(paths, _relation)]
    return Markup("".join([*groups, *(_tile(site, here, tile) for tile in layout.tiles)]))


def _relation(path: Path) -> str:
    return path.edge.relation


def _group(relation: str, paths: list[str]) -> str:
    return f'<g class="spor-edges spor-edges--{_name(relation)}">\n{"".join(paths)}</g>\n'


def _path(site: Site, path: Path) -> str:
    edge = path.edge
    beside = "" if edge.chain else ' class="spor-beside"'
    shape = f'<path{beside} data-upper="{escape(edge.upper)}" data-lower="{escape(edge.lower)}" d="{path.d}"'
    why = escape(plain(site, edge.warrant))
    return f"{shape}><title>{why}</title></path>\n" if why else f"{shape}/>\n"


def _tile(site: Site, here: str, tile: Tile) -> str:
    """A tile: a link with a mark and the lines of its label.

    It is xlink:href: Material's previews set `href` of all that has one, which SVG's own links refuse with an error.
    """
    entity = site.trace.entities[tile.id]
    corner = _CORNERS.get(site.trace.role(entity), _OTHER_CORNERS)
    lines = (f'<text x="24" y="{17 + LINE * number}">{escape(line)}</text>' for number, line in enumerate(tile.lines))
    return (
        f'<a class="spor-tile {css(site.trace, entity)}" data-id="{escape(tile.id)}" data-column="{tile.column}"'
        f' xlink:href="{escape(site.to(here, entity))}" transform="translate({tile.x} {tile.y})">'
        f"<title>{escape(label.full(site, entity))}</title>"
        f'<rect width="{tile.width}" height="{tile.height}" rx="{corner}"/>'
        f'<rect class="spor-tile__mark" x="9" y="8" width="9" height="9"/>{"".join(lines)}</a>\n'
    )


def _name(relation: str) -> str:
    """A relation as a part of a class."""
    return relation.replace("_", "-")
