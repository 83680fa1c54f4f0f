"""Lays out the graph, or what is around a finding: a tile for each entity, a path for each edge.

Pure geometry, in units of the drawing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from spor.render.views.map.graph import Edge, Group, Layers, mean, order
from spor.trace.trace import Entity

#: A place in a column: an entity's own, or the lane that its edges take through a column further on.
Slot = tuple[str, int]
#: Joins a slot to one of the next column.
Link = tuple[Slot, Slot]
#: The words above a group, and their place: x and y.
Caption = tuple[Group, int, int]

#: The height of a line of text, what a tile has above and below its lines, and the room between tiles.
LINE, PADDING, ROOM = 15, 11, 4
#: The height of a lane: what a bundle of edges needs between two tiles.
_LANE = 7
#: Passes in which the columns move towards their neighbours.
_PASSES = 6
#: The height of the words above a group, and how far the handles of an arc beside a finding reach to the left.
_CAPTION, _ARC = LINE + ROOM, 18


@dataclass(frozen=True)
class Column:
    """A column's left edge and its width."""

    x: int
    width: int


@dataclass(frozen=True)
class Tile:
    """An entity on the map: its column, the lines of its label, its upper left corner and its width."""

    id: str
    column: int
    lines: tuple[str, ...]
    x: int = 0
    y: int = 0
    width: int = 0

    @property
    def height(self) -> int:
        """The height that the lines need."""
        return LINE * len(self.lines) + PADDING

    @property
    def middle(self) -> int:
        """Where edges meet the tile."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Path:
    """An edge with the `d` of its SVG path."""

    edge: Edge
    d: str


@dataclass(frozen=True)
class Layout:
    """The whole drawing: its height, its tiles column by column from above, its paths."""

    height: int
    tiles: tuple[Tile, ...]
    paths: tuple[Path, ...]


def layers_of(tiles: Iterable[Tile], edges: Iterable[Edge], columns: int) -> tuple[Layers[Slot], tuple[Link, ...]]:
    """The slots of each column, unordered, and the links between slots of neighbouring columns.

    An edge that leaps over columns goes through a lane in each; all edges of one entity share its lanes.
    """
    column = {tile.id: tile.column for tile in tiles}
    layers: list[dict[Slot, None]] = [{} for _ in range(columns)]
    for slot in column.items():
        layers[slot[1]][slot] = None
    links: dict[Link, None] = {}
    for edge in edges:
        route = _route(edge, column)
        for slot in route[1:-1]:
            layers[slot[1]][slot] = None
        links |= dict.fromkeys(pairwise(route))
    return tuple(tuple(layer) for layer in layers), tuple(links)


def lay_out(tiles: Sequence[Tile], edges: Sequence[Edge], columns: Sequence[Column]) -> Layout:
    """The layout of tiles (of which only id, column and lines count) and of the edges between them."""
    tile_at = {(tile.id, tile.column): tile for tile in tiles}
    layers, links = layers_of(tiles, edges, len(columns))
    layers = order(layers, links)
    heights = {slot: tile_at[slot].height if slot in tile_at else _LANE for layer in layers for slot in layer}
    middle = _middles(layers, links, heights)
    placed = tuple(
        replace(tile, x=columns[slot[1]].x, y=middle[slot] - tile.height // 2, width=columns[slot[1]].width)
        for layer in layers
        for slot in layer
        if (tile := tile_at.get(slot))
    )
    column_of = {tile.id: tile.column for tile in tiles}
    paths = tuple(Path(edge, _path(edge, column_of, middle, columns)) for edge in edges)
    return Layout(max((tile.y + tile.height for tile in placed), default=0), placed, paths)


def curve(x: int, y: int, end_x: int, end_y: int) -> str:
    """A curve from one point to another further right, as it stands in a path that has come to the first."""
    half = (end_x - x) // 2
    return f"c{half} 0 {half} {end_y - y} {end_x - x} {end_y - y}"


def _route(edge: Edge, column: Mapping[str, int]) -> list[Slot]:
    """The slots that an edge passes from left to right, both ends included; two in one column pass none."""
    left, right = sorted((edge.upper, edge.lower), key=column.__getitem__)
    if column[left] == column[right]:
        return []
    return [*((left, number) for number in range(column[left], column[right])), (right, column[right])]


def _middles(layers: Layers[Slot], links: Iterable[Link], heights: Mapping[Slot, int]) -> dict[Slot, int]:
    """Where the middle of each slot is: as near to what it is linked to as its neighbours above and below allow.

    Each column is drawn out over the whole height in the end, so that all begin above: what is near stays near.
    """
    linked: dict[Slot, list[Slot]] = {slot: [] for layer in layers for slot in layer}
    for left, right in links:
        linked[left].append(right)
        linked[right].append(left)
    middles = dict.fromkeys(linked, 0.0)
    for number in range(_PASSES):
        for layer in layers if number % 2 else reversed(layers):
            wanted = [mean([middles[other] for other in linked[slot] or [slot]]) for slot in layer]
            apart = [(heights[above] + heights[below]) / 2 + ROOM for above, below in pairwise(layer)]
            middles.update(zip(layer, spread(wanted, apart), strict=True))
    top = min((middles[slot] - heights[slot] / 2 for slot in middles), default=0.0)
    bottom = max((middles[slot] + heights[slot] / 2 for slot in middles), default=0.0)
    for layer in (layer for layer in layers if len(layer) > 1):
        first, last = middles[layer[0]], middles[layer[-1]]
        begin, end = top + heights[layer[0]] / 2, bottom - heights[layer[-1]] / 2
        middles |= {slot: begin + (middles[slot] - first) * (end - begin) / (last - first) for slot in layer}
    return {slot: round(middle - top) for slot, middle in middles.items()}


def spread(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Positions in the given order, the ones after the first at least `apart[i]` from the one before.

    `wanted[i]` is where thing i would stand if alone, `apart` has one distance for each neighbouring pair. The
    positions have the least sum of squared distances from the wanted ones: with the distances taken
    off, this is isotonic regression, solved by pooling adjacent violators (Barlow et al., 1972).
    """
    offsets = list(accumulate(apart, initial=0.0))[: len(wanted)]
    pools: list[tuple[float, int]] = []  # the sum and the number of the things that stand close together
    for position, offset in zip(wanted, offsets, strict=True):
        total, count = position - offset, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    free = [total / count for total, count in pools for _ in range(count)]
    return [position + offset for position, offset in zip(free, offsets, strict=True)]


def _path(edge: Edge, column: Mapping[str, int], middle: Mapping[Slot, int], columns: Sequence[Column]) -> str:
    """The path of an edge: from tile to tile by way of its lanes, or an arc at the left of a column."""
    route = _route(edge, column)
    if not route:
        upper, lower = ((end, column[end]) for end in (edge.upper, edge.lower))
        rise = middle[lower] - middle[upper]
        bulge = min(48, 12 + abs(rise) // 8)
        return f"M{columns[upper[1]].x} {middle[upper]}c-{bulge} 0 -{bulge} {rise} 0 {rise}"
    x = columns[route[0][1]].x + columns[route[0][1]].width
    parts = [f"M{x} {middle[route[0]]}"]
    for before, slot in pairwise(route):
        column_here = columns[slot[1]]
        parts.append(curve(x, middle[before], column_here.x, middle[slot]))
        if slot != route[-1]:
            parts.append(f"h{column_here.width}")
        x = column_here.x + column_here.width
    return "".join(parts)


def lay_out_around(
    finding: Entity,
    groups: tuple[tuple[Group, ...], tuple[Group, ...]],
    columns: Sequence[Column],
    lines: Callable[[Entity], tuple[str, ...]],
) -> tuple[Layout, tuple[Caption, ...]]:
    """The finding's own map: its layout, and the captions of its groups; `lines` gives a tile's label.

    Of three columns it stands in the middle one, and all begin above. Of two, for a narrow window, it stands in the
    left one, under the first of the groups there.
    """
    (left, right), own = groups, len(columns) - 2
    bottoms = [_CAPTION if number == own > 0 else 0 for number in range(len(columns))]
    tiles: list[Tile] = []
    captions: list[Caption] = []
    joined: list[tuple[Edge, Tile]] = []

    def put(entity: Entity, number: int) -> Tile:
        column = columns[number]
        tiles.append(Tile(entity.id, number, lines(entity), column.x, bottoms[number], column.width))
        bottoms[number] += tiles[-1].height + ROOM
        return tiles[-1]

    def put_groups(found: Iterable[Group], number: int) -> None:
        for group in found:
            captions.append((group, columns[number].x, bottoms[number]))
            bottoms[number] += _CAPTION
            joined.extend((drawn, put(entity, number)) for entity, drawn in group.neighbours)
            bottoms[number] += PADDING

    over = 0 if own else 1
    put_groups(left[:over], 0)
    tile = put(finding, own)
    bottoms[own] += PADDING
    put_groups(left[over:], 0)
    put_groups(right, own + 1)
    paths = tuple(Path(drawn, _beside(tile, other)) for drawn, other in joined)
    height = max(tile.y + tile.height for tile in tiles)
    return Layout(height, tuple(tiles), paths), tuple(captions)


def _beside(own: Tile, other: Tile) -> str:
    """From the left tile to the right one; of two in a column, an arc at its left."""
    if own.column == other.column:
        rise = other.middle - own.middle
        return f"M{own.x} {own.middle}c-{_ARC} 0 -{_ARC} {rise} 0 {rise}"
    left, right = (own, other) if own.column < other.column else (other, own)
    x = left.x + left.width
    return f"M{x} {left.middle}" + curve(x, left.middle, right.x, right.middle)
