"""HTML that is made only when all pages have been read: a placeholder now, the text at the end."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

_MARK = re.compile("<!--spor:([0-9]+)-->")
_ANY_MARK = re.compile("<!--spor(?:-unsearched)?:([0-9]+)-->")


class Deferred:
    """What is still to be filled in.

    The citations are formatted while the pages render, so no page may wait for them. What the search is not to find
    is kept for even later: reading it only to leave it out would take the search plugin half of its time.
    """

    def __init__(self) -> None:
        self._makers: list[Callable[[], str]] = []

    def put(self, maker: Callable[[], str], searched: bool = True) -> Markup:
        """The placeholder for what `maker` will return; that may hold placeholders in its turn."""
        self._makers.append(maker)
        return Markup(f"<!--spor{'' if searched else '-unsearched'}:{len(self._makers) - 1}-->")

    def fill(self, html: str) -> str:
        """`html` with every placeholder replaced but those of what is not searched."""
        return _MARK.sub(lambda match: self.fill(self._makers[int(match[1])]()), html)

    def fill_all(self, html: str) -> str:
        """`html` with every placeholder replaced."""
        return _ANY_MARK.sub(lambda match: self.fill_all(self._makers[int(match[1])]()), html)
