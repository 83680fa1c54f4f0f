"""What stands in the place of mkdocs-bibtex's own registry."""

from __future__ import annotations

from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry


class SiteRegistry(ReferenceRegistry):  # type: ignore[misc]  # untyped library
    """Leaves each citation as the writer typed it.

    The plugin's own registries format a page at a time (so year suffixes differ between pages) and put
    the result into raw Markdown (so code spans change too). Here the Markdown extension places the
    citations, and one run of citeproc formats those of the whole site.
    """

    def __init__(self) -> None:
        super().__init__([])

    def validate_citation_blocks(self, citation_blocks: list[CitationBlock]) -> None:
        """Nothing to do: the check of the trace has seen every citation before the first page."""

    def validate_inline_references(self, inline_references: list[InlineReference]) -> set[InlineReference]:
        """None: only citations in brackets count."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """The citation as typed, for the Markdown extension."""
        return str(citation_block)

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """Empty: the literature page lists the works."""
        return ""
