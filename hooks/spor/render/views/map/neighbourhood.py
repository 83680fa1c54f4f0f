"""The small map of a finding: what it answers and carries on its left, what it rests on on its right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class Caption:
    """The place of the words above a group."""

    group: Group
    x: int
    y: int


def sides(trace: Trace, finding: Entity) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups on the left and on the right; each neighbour stands in the first group that has it."""
    seen = {finding.id}

    def groups(relations: Sequence[tuple[str, bool]]) -> tuple[Group, ...]:
        found = []
        for name, inverse in relations:
            ids = trace.sources(finding.id, name) if inverse else trace.targets(finding.id, name)
            near = [
                trace.entities[i] for i in ids if i not in seen and trace.role(trace.entities[i]) in COLUMNS
            ]  # sections tell, and do not carry
            seen.update(entity.id for entity in near)
            edges = (edge(trace, name, *((other, finding) if inverse else (finding, other))) for other in near)
            found += [Group(name, inverse, tuple(zip(near, edges, strict=True)))] if near else []
        return tuple(found)

    return groups(_LEFT), groups(_RIGHT)


class _Drawing:
    """A drawing to which tiles and groups of them are added, in each column one below the other."""

    def __init__(self, columns: Sequence[Column], lines: Callable[[Entity], tuple[str, ...]]) -> None:
        self._columns, self._lines = columns, lines
        self.bottoms = [0] * len(columns)
        self.paths: list[Path] = []
        self._tiles: list[Tile] = []
        self._captions: list[Caption] = []

    def put(self, entity: Entity, number: int) -> Tile:
        """Adds a tile to a column."""
        column, y = self._columns[number], self.bottoms[number]
        tile = Tile(entity.id, number, self._lines(entity), column.x, y, column.width)
        self._tiles.append(tile)
        self.bottoms[number] += tile.height + ROOM
        return tile

    def put_group(self, group: Group, number: int) -> list[tuple[Edge, Tile]]:
        """Adds a group under its caption to a column: its edges, each with the tile of the neighbour."""
        self._captions.append(Caption(group, self._columns[number].x, self.bottoms[number]))
        self.bottoms[number] += _CAPTION
        placed = [(joined, self.put(entity, number)) for entity, joined in group.neighbours]
        self.bottoms[number] += PADDING
        return placed

    def made(self) -> tuple[Layout, tuple[Caption, ...]]:
        """The layout, and the captions of its groups."""
        height = max(tile.y + tile.height for tile in self._tiles)
        return Layout(height, tuple(self._tiles), tuple(self.paths)), tuple(self._captions)


def lay_out_around(
    finding: Entity,
    groups: tuple[tuple[Group, ...], tuple[Group, ...]],
    columns: tuple[Column, Column, Column],
    lines: Callable[[Entity], tuple[str, ...]],
) -> tuple[Layout, tuple[Caption, ...]]:
    """The finding's own map: it stands in the middle column, all columns begin above; `lines` gives a tile's label.

    Returns its layout, and the captions of its groups.
    """
    (left, right), drawing = groups, _Drawing(columns, lines)
    drawing.bottoms[1] = _CAPTION
    own = drawing.put(finding, 1)
    for group in left:
        drawing.paths += [Path(joined, _path(tile, own)) for joined, tile in drawing.put_group(group, 0)]
    for group in right:
        drawing.paths += [Path(joined, _path(own, tile)) for joined, tile in drawing.put_group(group, 2)]
    return drawing.made()


def stack_around(
    finding: Entity,
    groups: tuple[tuple[Group, ...], tuple[Group, ...]],
    columns: tuple[Column, Column],
    lines: Callable[[Entity], tuple[str, ...]],
) -> tuple[Layout, tuple[Caption, ...]]:
    """The same for a narrow window: the finding stands in the left column, under the first of the groups there.

    What stands over and under it is joined to it by an arc at the left of the column.
    """
    (left, right), drawing = groups, _Drawing(columns, lines)
    beside = [found for group in left[:1] for found in drawing.put_group(group, 0)]
    own = drawing.put(finding, 0)
    drawing.bottoms[0] += PADDING
    beside += [found for group in left[1:] for found in drawing.put_group(group, 0)]
    drawing.paths += [Path(joined, _arc(own, tile)) for joined, tile in beside]
    for group in right:
        drawing.paths += [Path(joined, _path(own, tile)) for joined, tile in drawing.put_group(group, 1)]
    return drawing.made()


def _arc(own: Tile, other: Tile) -> str:
    rise = other.middle - own.middle
    return f"M{own.x} {own.middle}c-{_ARC} 0 -{_ARC} {rise} 0 {rise}"


def _path(left: Tile, right: Tile) -> str:
    x = left.x + left.width
    return f"M{x} {left.middle}" + curve(x, left.middle, right.x, right.middle)
