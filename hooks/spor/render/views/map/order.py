"""Where nodes stand in a layered drawing: so that few edges cross, and as near to their neighbours as may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, TypeVar

Node = TypeVar("Node")
Layers = tuple[tuple[Node, ...], ...]
#: How many sweeps there are at most, and how many in a row may bring nothing.
_SWEEPS, _PATIENCE = 24, 4


def crossings(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> int:
    """How many pairs of links cross. Each link joins a node to one of the next layer.

    Two links cross when their ends stand in opposite order, so this counts inversions, in O(n log n).
    """
    place = {node: number for nodes in layers for number, node in enumerate(nodes)}
    layer_of = {node: layer for layer, nodes in enumerate(layers) for node in nodes}
    gaps: list[list[tuple[Node, Node]]] = [[] for _ in layers]
    for left, right in links:
        gaps[layer_of[left]].append((left, right))
    return _crossings(gaps, place, [len(nodes) for nodes in layers])


def _crossings(gaps: Sequence[Sequence[tuple[Any, Any]]], place: Any, lengths: Sequence[int]) -> int:
    """`gaps` are the links that begin in each layer; `place` tells where in its layer a node stands."""
    count = 0
    for links, length in zip(gaps, lengths[1:], strict=False):  # no link begins in the last layer
        ends = sorted(place[left] * length + place[right] for left, right in links)
        count += _inversions([end % length for end in ends], length)
    return count


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
    # Numbers stand for the nodes: each is looked up hundreds of times.
    nodes = [node for layer in layers for node in layer]
    number = {node: n for n, node in enumerate(nodes)}
    current = [[number[node] for node in layer] for layer in layers]
    layer_of = [n for n, layer in enumerate(layers) for _ in layer]
    before: list[list[int]] = [[] for _ in nodes]
    after: list[list[int]] = [[] for _ in nodes]
    gaps: list[list[tuple[int, int]]] = [[] for _ in layers]
    for left, right in ((number[left], number[right]) for left, right in links):
        before[right].append(left)
        after[left].append(right)
        gaps[layer_of[left]].append((left, right))
    lengths = [len(layer) for layer in layers]
    place = [n for layer in layers for n in range(len(layer))]
    share = [n / len(layer) for layer in layers for n in range(len(layer))]
    best = [list(layer) for layer in current]
    fewest, since = _crossings(gaps, place, lengths), 0
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        for n in range(1, len(current)) if forth else range(len(current) - 2, -1, -1):
            current[n] = _sorted(current[n], share, neighbours)
            for at, node in enumerate(current[n]):
                place[node], share[node] = at, at / lengths[n]
        count, since = _crossings(gaps, place, lengths), since + 1
        if count < fewest:
            best, fewest, since = [list(layer) for layer in current], count, 0
        if since == _PATIENCE:
            break
    # What is linked to nothing stands last, out of the way.
    ordered = (sorted(layer, key=lambda node: not before[node] and not after[node]) for layer in best)
    return tuple(tuple(nodes[node] for node in layer) for layer in ordered)


def _sorted(layer: Sequence[int], share: Sequence[float], neighbours: Sequence[Sequence[int]]) -> list[int]:
    """A layer by the mean place of neighbours, as a share of their layer's length; who has none stays about."""
    wanted = {}
    for node in layer:
        found = neighbours[node]
        wanted[node] = sum(share[other] for other in found) / len(found) if found else share[node]
    return sorted(layer, key=wanted.__getitem__)


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
