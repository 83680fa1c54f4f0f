"""How wide the columns of a table are in print, where they cannot adjust to a window."""

from __future__ import annotations

from math import sqrt

from spor.publish.book.tree import Node, walk

#: How many letters of a table's type a line of the book holds, and how many the space beside a column takes.
_LINE, _GAP = 78, 3


def with_widths(table: Node) -> Node:
    """A table that tells its columns' widths; the same table where it has cells that span, or less than a line."""
    rows = [
        [cell for cell in row.children if isinstance(cell, Node)] for row in walk(table.children) if row.tag == "tr"
    ]
    cells = [cell for row in rows for cell in row]
    longest = [max(len(cell.text) for cell in column) for column in zip(*rows, strict=False)]
    spans = any({"colspan", "rowspan"} & cell.attributes.keys() for cell in cells)
    if spans or sum(longest) + _GAP * len(longest) <= _LINE:
        return table
    widths = _widths([[" ".join(cell.text.split()) for cell in column] for column in zip(*rows, strict=False)])
    columns = tuple(Node("col", {"style": f"width: {width:.1f}%"}) for width in widths)
    captions = [child for child in table.children if isinstance(child, Node) and child.tag == "caption"]
    others = [child for child in table.children if child not in captions]
    return Node(table.tag, table.attributes, (*captions, Node("colgroup", children=columns), *others))


def _widths(columns: list[list[str]]) -> list[float]:
    """The share of each column, in per cent: as the root of what it holds, but never less than its longest word."""
    needed = [max(len(word) for text in column for word in text.split() or [""]) + _GAP for column in columns]
    weights = [sqrt(sum(map(len, column))) for column in columns]
    least = [100 * letters / _LINE for letters in needed]
    fixed: set[int] = set()
    while True:
        free = 100 - sum(least[place] for place in fixed)
        total = sum(weight for place, weight in enumerate(weights) if place not in fixed)
        shares = [least[p] if p in fixed else free * weight / total for p, weight in enumerate(weights)]
        narrow = {place for place, share in enumerate(shares) if place not in fixed and share < least[place]}
        if not narrow or len(fixed | narrow) == len(columns):
            return [100 * share / sum(shares) for share in shares]
        fixed |= narrow
