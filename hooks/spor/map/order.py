"""The order of nodes within the layers of a layered drawing, chosen so that few edges cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

Node = TypeVar("Node")
Layers = tuple[tuple[Node, ...], ...]
#: How many sweeps there are at most, and how many in a row may bring nothing.
_SWEEPS, _PATIENCE = 24, 4


def crossings(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> int:
    """How many pairs of links cross. Each link joins a node to one of the next layer.

    Two links cross when their ends stand in opposite order, so this counts inversions, in O(n log n).
    """
    place = {node: (layer, number) for layer, nodes in enumerate(layers) for number, node in enumerate(nodes)}
    ends: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in links:
        ends[place[left][0]].append((place[left][1], place[right][1]))
    return sum(
        _inversions([right for _, right in sorted(pairs)], len(layers[layer + 1])) for layer, pairs in ends.items()
    )


def _inversions(numbers: Sequence[int], limit: int) -> int:
    """How many pairs of numbers below `limit` stand in falling order, counted in the tree of Fenwick (1994)."""
    tree = [0] * (limit + 1)
    count = 0
    for seen, number in enumerate(numbers):
        count += seen
        at = number + 1
        while at:  # take off those that are not greater
            count -= tree[at]
            at &= at - 1
        at = number + 1
        while at <= limit:
            tree[at] += 1
            at += at & -at
    return count


def order(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> Layers[Node]:
    """The layers with the nodes of each in a new order; `links` as in :func:`crossings`.

    The barycentre method of Sugiyama, Tagawa and Toda (1981): sweeps to and fro sort each layer by the
    mean place of each node's neighbours in the layer before. Of all orders seen the one with the fewest
    crossings is kept, the given one included. Ties keep their order, so the result is the same each time.
    """
    links = tuple(links)
    before: dict[Node, list[Node]] = defaultdict(list)
    after: dict[Node, list[Node]] = defaultdict(list)
    for left, right in links:
        before[right].append(left)
        after[left].append(right)
    current = [list(layer) for layer in layers]
    best: Layers[Node] = tuple(map(tuple, current))
    fewest, since = crossings(best, links), 0
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        for number in range(1, len(current)) if forth else range(len(current) - 2, -1, -1):
            reference = current[number - 1 if forth else number + 1]
            current[number] = _sorted(current[number], reference, neighbours)
        count, since = crossings(current, links), since + 1
        if count < fewest:
            best, fewest, since = tuple(map(tuple, current)), count, 0
        if since == _PATIENCE:
            break
    # What is linked to nothing stands last, out of the way.
    return tuple(tuple(sorted(layer, key=lambda node: node not in before and node not in after)) for layer in best)


def _sorted(layer: list[Node], reference: list[Node], neighbours: dict[Node, list[Node]]) -> list[Node]:
    """A layer by the mean place of neighbours, as a share of the layer's length; who has none stays about."""
    place = {node: number / len(reference) for number, node in enumerate(reference)}
    wanted = {}
    for number, node in enumerate(layer):
        found = neighbours.get(node)
        wanted[node] = sum(place[other] for other in found) / len(found) if found else number / len(layer)
    return sorted(layer, key=wanted.__getitem__)
