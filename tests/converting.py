"""Converts single pages as a build does, without MkDocs around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Markdown
from mkdocs_bibtex.citation import CitationBlock
from project import TINY

from spor.read.syntax import FRONT_MATTER, citations_on_one_line
from spor.render.blocks import Cursor
from spor.render.citations import SiteRegistry, all_citations
from spor.render.markdown import TraceExtension
from spor.render.site import Site


class Converter:
    """Converts the pages of a site; what does not come out as it was read is in `cursor.strange`."""

    def __init__(self, site: Site, extensions: Sequence[Any], options: Mapping[str, Any] | None = None) -> None:
        self.cursor = Cursor(site)
        # the works do not matter: the check has seen to them
        self._registry = SiteRegistry(TINY / "references.bib", all_citations(site.trace))
        known = {name: value or {} for name, value in (options or {}).items()}
        self._markdown = Markdown(extensions=[*extensions, TraceExtension(self.cursor)], extension_configs=known)

    def convert(self, path: str, text: str) -> str:
        """The HTML of the page at `path`, but for what the search does not read."""
        self.cursor.enter(path)
        text = re.sub(FRONT_MATTER, "", unicodedata.normalize("NFC", text), count=1) if text.startswith("---") else text
        text = citations_on_one_line(text)
        for block in CitationBlock.from_markdown(text):  # as mkdocs-bibtex does it
            text = text.replace(str(block), self._registry.inline_text(block))
        html = self._markdown.reset().convert(text)
        self.cursor.leave()
        return html
