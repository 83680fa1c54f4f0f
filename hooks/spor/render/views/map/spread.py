"""Places things on a line as near to where they want to be as their distances allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


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
