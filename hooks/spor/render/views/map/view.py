"""The HTML of the maps: that of the whole trace with its list, and the small one of a finding."""

from __future__ import annotations

from markupsafe import Markup

from spor.render.backlinks import names_speaker
from spor.render.site import Site
from spor.render.templates import render
from spor.render.views.map import label
from spor.render.views.map.draw import drawing
from spor.render.views.map.graph import COLUMNS, graph
from spor.render.views.map.layout import Column, Tile, lay_out
from spor.render.views.map.neighbourhood import lay_out_around, sides, stack_around
from spor.render.warrants import reason
from spor.trace.trace import Entity
from spor.trace.view import view

#: Each column of the map: its place, and how many characters and lines a label there may have.
_WIDTH = 1176
_COLUMNS = (Column(0, 184), Column(250, 258), Column(570, 146), Column(760, 194), Column(1000, 176))
_LABELS = ((25, 8), (37, 3), (20, 3), (27, 2), (24, 2))
#: The same for the three columns of a finding's own map.
_SMALL_WIDTH = 700
_SMALL = (Column(0, 196), Column(244, 206), Column(500, 200))
_SMALL_LABEL = (27, 6)
#: The same for a narrow window, where the finding stands in the left of two columns, to the right of its arcs.
_NARROW_WIDTH = 336
_NARROW = (Column(14, 150), Column(186, 150))
_NARROW_LABEL = (19, 8)
#: The relations that the legend explains; the others are drawn as one of these.
_LEGEND = ("answers", "evidence", "against", "builds_on", "concepts", "broader")


@view("map", searched=False)
def map_view(site: Site, here: str, _: list[str]) -> Markup:
    """The whole trace as a drawing, and under it the same as a list. Waits for the citations: they name the sources."""
    drawn = graph(site.trace)
    tiles = [
        Tile(entity.id, number, label.lines(site, entity, *_LABELS[number]))
        for number, entities in enumerate(drawn.columns)
        for entity in entities
    ]
    headings = [(column.x, site.heading(role)) for column, role in zip(_COLUMNS, COLUMNS, strict=True)]
    return render(
        "map.html",
        site=site,
        here=here,
        label=label,
        names_speaker=names_speaker,
        reason=reason,
        drawing=drawing,
        width=_WIDTH,
        layout=lay_out(tiles, drawn.edges, _COLUMNS),
        headings=headings,
        legend=_LEGEND,
        tile_ids={tile.id for tile in tiles},
        questions=site.trace.of_role("question"),
        findings=site.trace.of_role("claim"),
        concepts=site.trace.of_role("concept"),
    )


def claim_map(site: Site, finding: Entity, here: str) -> Markup:
    """The finding's own map, as shown on the page `here`."""
    return site.deferred.put(lambda: _claim_map(site, finding, here), searched=False)


def _claim_map(site: Site, finding: Entity, here: str) -> Markup:
    groups = sides(site.trace, finding)
    wide = lay_out_around(finding, groups, _SMALL, lambda entity: label.lines(site, entity, *_SMALL_LABEL))
    narrow = stack_around(finding, groups, _NARROW, lambda entity: label.lines(site, entity, *_NARROW_LABEL))
    return render(
        "map_finding.html",
        site=site,
        here=here,
        drawing=drawing,
        kind=finding.kind,
        drawings=[("wide", _SMALL_WIDTH, wide), ("narrow", _NARROW_WIDTH, narrow)],
    )
