"""How large the files of the book are, on the pages that lead to them: known only when all pages are written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spor.locale import Locale

#: What the element begins with in which a size is to stand.
SIZE = "<span data-size="
_EMPTY = re.compile(r'(<span data-size="(\w+)">)(?=</span>)')


def with_sizes(html: str, book: Mapping[str, bytes], locale: Locale) -> str:
    """A page that says beside each link to a file of the book (by what its name ends in) how many MB that has."""

    def said(match: re.Match[str]) -> str:
        return f" {match[1]}({locale.decimal(len(book[match[2]]) / 1_000_000)}\u00a0MB)"

    return _EMPTY.sub(said, html)
