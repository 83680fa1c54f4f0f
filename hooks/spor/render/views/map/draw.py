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


def drawing(site: Site, here: str, layout: Layout, reasons: bool = True) -> Markup:
    """The SVG of a layout, as shown on the page `here`; `reasons`: each path says why its relation stands."""
    paths = sorted(layout.paths, key=_relation)
    groups = groupby(paths, _relation)
    edges = [_group(relation, [_path(site, path, reasons) for path in same]) for relation, same in groups]
    return Markup("".join([*edges, *(_tile(site, here, tile) for tile in layout.tiles)]))


def _relation(path: Path) -> str:
    return path.edge.relation


def _group(relation: str, paths: list[str]) -> str:
    return f'<g class="spor-edges spor-edges--{_name(relation)}">\n{"".join(paths)}</g>\n'


def _path(site: Site, path: Path, reasons: bool) -> str:
    edge = path.edge
    beside = "" if edge.chain else ' class="spor-beside"'
    shape = f'<path{beside} data-upper="{escape(edge.upper)}" data-lower="{escape(edge.lower)}" d="{path.d}"'
    why = escape(plain(site, edge.warrant)) if reasons else ""
    return f"{shape}><title>{why}</title></path>\n" if why else f"{shape}/>\n"


def _tile(site: Site, here: str, tile: Tile) -> str:
    """A tile: a link with a mark and the lines of its label; with a title where these are not its whole name.

    It is xlink:href: Material's previews set `href` of all that has one, which SVG's own links refuse with an error.
    """
    entity = site.trace.entities[tile.id]
    whole = label.whole(site, entity)
    title = "" if tile.lines == (whole,) else f"<title>{escape(whole)}</title>"
    lines = (f'<text x="24" y="{17 + LINE * number}">{escape(line)}</text>' for number, line in enumerate(tile.lines))
    return (
        f'<a class="spor-tile {css(site.trace, entity)}" data-id="{escape(tile.id)}" data-column="{tile.column}"'
        f' xlink:href="{escape(site.to(here, entity))}" transform="translate({tile.x} {tile.y})">{title}'
        f'<rect width="{tile.width}" height="{tile.height}"/>'
        f'<rect class="spor-tile__mark"/>{"".join(lines)}</a>\n'
    )


def _name(relation: str) -> str:
    """A relation as a part of a class."""
    return relation.replace("_", "-")
