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


@dataclass(frozen=True)
class Neighbourhood:
    """The finding's own map: a layout, and the captions of its groups."""

    layout: Layout
    captions: tuple[Caption, ...]


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


def lay_out_around(
    finding: Entity,
    groups: tuple[tuple[Group, ...], tuple[Group, ...]],
    columns: tuple[Column, Column, Column],
    lines: Callable[[Entity], tuple[str, ...]],
) -> Neighbourhood:
    """The layout with the finding in the middle column, all columns beginning above; `lines` gives a tile's label."""
    own = Tile(finding.id, 1, lines(finding), columns[1].x, _CAPTION, columns[1].width)
    tiles, captions, paths = [own], [], []
    height = own.y + own.height
    for number, side in zip((0, 2), groups, strict=True):
        column, y = columns[number], 0
        for group in side:
            captions.append(Caption(group, column.x, y))
            y += _CAPTION
            for entity, joined in group.neighbours:
                tile = Tile(entity.id, number, lines(entity), column.x, y, column.width)
                tiles.append(tile)
                left, right = (tile, own) if number == 0 else (own, tile)
                paths.append(Path(joined, _path(left, right)))
                height = max(height, y + tile.height)
                y += tile.height + ROOM
            y += PADDING
    return Neighbourhood(Layout(height, tuple(tiles), tuple(paths)), tuple(captions))


def stack_around(
    finding: Entity,
    groups: tuple[tuple[Group, ...], tuple[Group, ...]],
    columns: tuple[Column, Column],
    lines: Callable[[Entity], tuple[str, ...]],
) -> Neighbourhood:
    """The layout for a narrow window: the finding stands in the left column, under the first of the groups there.

    What stands over and under it is joined to it by an arc at the left of the column.
    """
    (left, right), bottoms = groups, [0, 0]
    tiles: list[Tile] = []
    captions: list[Caption] = []
    paths: list[Path] = []

    def put(entity: Entity, number: int) -> Tile:
        tile = Tile(entity.id, number, lines(entity), columns[number].x, bottoms[number], columns[number].width)
        tiles.append(tile)
        bottoms[number] += tile.height + ROOM
        return tile

    def put_group(group: Group, number: int) -> list[tuple[Edge, Tile]]:
        captions.append(Caption(group, columns[number].x, bottoms[number]))
        bottoms[number] += _CAPTION
        placed = [(joined, put(entity, number)) for entity, joined in group.neighbours]
        bottoms[number] += PADDING
        return placed

    above = put_group(left[0], 0) if left else []
    own = put(finding, 0)
    bottoms[0] += PADDING
    beside = above + [found for group in left[1:] for found in put_group(group, 0)]
    paths += [Path(joined, _arc(own, tile)) for joined, tile in beside]
    for group in right:
        paths += [Path(joined, _path(own, tile)) for joined, tile in put_group(group, 1)]
    height = max(tile.y + tile.height for tile in tiles)
    return Neighbourhood(Layout(height, tuple(tiles), tuple(paths)), tuple(captions))


def _arc(own: Tile, other: Tile) -> str:
    rise = other.middle - own.middle
    return f"M{own.x} {own.middle}c-{_ARC} 0 -{_ARC} {rise} 0 {rise}"


def _path(left: Tile, right: Tile) -> str:
    x = left.x + left.width
    return f"M{x} {left.middle}" + curve(x, left.middle, right.x, right.middle)
