"""How wide the columns of a table are in print, where they cannot adjust to a window."""

from __future__ import annotations

from math import sqrt

from spor.publish.book.trees import E, HtmlElement, text_of

#: How many letters of a table's type a line of the book holds, and how many the space beside a column takes.
_LINE, _GAP = 78, 3


def set_widths(table: HtmlElement) -> None:
    """Tells a table its columns' widths, unless it has cells that span or takes less than a line."""
    rows = [[" ".join(text_of(cell).split()) for cell in row] for row in table.iter("tr")]
    columns = list(zip(*rows, strict=False))
    longest = [max(map(len, column)) for column in columns]
    if table.xpath(".//*[@colspan or @rowspan]") or sum(longest) + _GAP * len(longest) <= _LINE:
        return
    captions = table.findall("caption")
    table.insert(len(captions), E.colgroup(*(E.col(style=f"width: {width:.1f}%") for width in _widths(columns))))


def _widths(columns: list[tuple[str, ...]]) -> list[float]:
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
