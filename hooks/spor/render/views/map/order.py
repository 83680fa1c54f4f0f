"""Where nodes stand in a layered drawing: so that few edges cross, and as near to their neighbours as may be."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby
from typing import TypeVar

Node = TypeVar("Node")
Layers = tuple[tuple[Node, ...], ...]
#: How many sweeps there are at most, and how many in a row may bring nothing.
_SWEEPS, _PATIENCE = 24, 4


def crossings(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> int:
    """How many pairs of links cross. Each link joins a node to one of the next layer.

    Two links cross when their ends stand in opposite order, so this counts inversions among the ends.
    """
    at = {node: (layer, place) for layer, nodes in enumerate(layers) for place, node in enumerate(nodes)}
    count = 0
    for _, between in groupby(sorted((at[left], at[right][1]) for left, right in links), lambda link: link[0][0]):
        before: list[int] = []
        for _, end in between:
            count += len(before) - bisect_right(before, end)
            insort(before, end)
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
    current: list[Sequence[Node]] = list(layers)
    share = {node: place / len(layer) for layer in layers for place, node in enumerate(layer)}
    best, fewest, since = list(current), crossings(current, links), 0
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        for number in range(1, len(current)) if forth else range(len(current) - 2, -1, -1):
            wanted = {node: _mean_share(node, before if forth else after, share) for node in current[number]}
            current[number] = sorted(current[number], key=wanted.__getitem__)
            share.update((node, place / len(wanted)) for place, node in enumerate(current[number]))
        count, since = crossings(current, links), since + 1
        if count < fewest:
            best, fewest, since = list(current), count, 0
        if since == _PATIENCE:
            break
    # What is linked to nothing stands last, out of the way.
    return tuple(tuple(sorted(layer, key=lambda node: node not in before and node not in after)) for layer in best)


def _mean_share(node: Node, neighbours: Mapping[Node, Sequence[Node]], share: Mapping[Node, float]) -> float:
    """The mean place of a node's neighbours, as a share of their layer's length; its own if it has none."""
    found = neighbours.get(node, (node,))
    return sum(share[other] for other in found) / len(found)


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
