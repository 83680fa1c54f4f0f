"""The small map of a finding: what it answers and carries on its left, what it rests on on its right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spor.render.views.map.graph import COLUMNS, Edge, edge
from spor.render.views.map.layout import LINE, PADDING, ROOM, Column, Layout, Path, Tile, curve
from spor.trace.trace import Entity, Trace

#: The groups on either side: relations that lead out of the finding, or (`inverse`) to it.
_LEFT = (("answers", False), ("builds_on", True), ("against", True))
_RIGHT = (("evidence", False), ("against", False), ("builds_on", False), ("concepts", False), ("sources", False))
_CAPTION = LINE + ROOM
#: How far the handles of an arc reach to the left.
_ARC = 18


@dataclass(frozen=True)
class Group:
    """The neighbours of a finding by one relation, of the relation's inverse if `inverse`, each with its edge."""

    relation: str
    inverse: bool
    neighbours: tuple[tuple[Entity, Edge], ...]


#: The words above a group, and their place: x and y.
Caption = tuple[Group, int, int]


def sides(trace: Trace, finding: Entity) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups on the left and on the right; each neighbour stands in the first group that has it."""
    seen = {finding.id}

    def groups(relations: Sequence[tuple[str, bool]]) -> Iterator[Group]:
        for name, inverse in relations:
            others = trace.relating(finding, name) if inverse else trace.related(finding, name)
            near = [other for other in others if other.id not in seen and trace.role(other) in COLUMNS]
            seen.update(other.id for other in near)  # sections are no neighbours: they tell, and do not carry
            edges = (edge(trace, name, *((other, finding) if inverse else (finding, other))) for other in near)
            if near:
                yield Group(name, inverse, tuple(zip(near, edges, strict=True)))

    return tuple(groups(_LEFT)), tuple(groups(_RIGHT))


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
    paths = tuple(Path(drawn, _path(tile, other)) for drawn, other in joined)
    height = max(tile.y + tile.height for tile in tiles)
    return Layout(height, tuple(tiles), paths), tuple(captions)


def _path(own: Tile, other: Tile) -> str:
    """From the left tile to the right one; of two in a column, an arc at its left."""
    if own.column == other.column:
        rise = other.middle - own.middle
        return f"M{own.x} {own.middle}c-{_ARC} 0 -{_ARC} {rise} 0 {rise}"
    left, right = (own, other) if own.column < other.column else (other, own)
    x = left.x + left.width
    return f"M{x} {left.middle}" + curve(x, left.middle, right.x, right.middle)
