"""What stands behind mkdocs-bibtex: it loads the bibliography and finds the citations, we format them all at once.

The plugin's own registries format page by page, so that year suffixes differ between pages, and know no language. Ours
hands out a token for each citation that the plugin finds. Markdown turns it into the formatted citation; a token in
code becomes the text that was typed again.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry

#: A token: a number between two signs of Unicode's private use, which no text holds.
TOKEN = r"\ue000(\d+)\ue001"


class SiteRegistry(ReferenceRegistry):  # type: ignore[misc]  # untyped library
    """The works of `bibliography` (in `bib_data`, as the plugin loads them), and the citations that pages hold.

    `citations` are those that the trace holds, as typed: what looks like one and is none stays as it is.
    """

    def __init__(self, bibliography: Path, citations: Collection[str]) -> None:
        super().__init__([str(bibliography)])
        self._typed: list[str] = []
        self._known = frozenset(citations)

    def validate_citation_blocks(self, citation_blocks: list[CitationBlock]) -> None:
        """Nothing to do: the check of the trace has seen every citation before the first page."""

    def validate_inline_references(self, inline_references: list[InlineReference]) -> set[InlineReference]:
        """None: only citations in brackets count."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """The token of a citation that the plugin has found; what the trace does not know stays as typed."""
        typed = str(citation_block)
        if typed not in self._known:
            return typed
        self._typed.append(typed)
        return f"\ue000{len(self._typed) - 1}\ue001"

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """Nothing: the literature page lists the works."""
        return ""

    def typed(self, token: re.Match[str]) -> str:
        """The citation, as typed, that a token stands for."""
        return self._typed[int(token[1])]
