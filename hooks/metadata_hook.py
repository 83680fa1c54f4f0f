"""Gives each page its description, the metadata in its head, and the block that tells how to cite it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page

from build_state import STATE
from published import published
from spor.ahead import Ahead
from spor.metadata.citing import citing
from spor.metadata.head import head
from spor.metadata.summary import shorten, summary

#: What search engines show of a description.
_DESCRIPTION = 200
#: Of a page: its description, what stands in its head, and its block.
_Metadata = tuple[str, Markup, Markup]

_metadata: Ahead[_Metadata]


@event_priority(-100)  # after spor_hook has filled in the citations
def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Begins to make the metadata, now that all pages stand."""
    global _metadata
    if STATE.site is not None:
        listed = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        pages = {file.src_uri: file.page for file in listed if file.page and file.src_uri in STATE.site.urls}
        _metadata = Ahead(lambda page: _made(pages[page], config), pages)
    return env


def _made(page: Page, config: MkDocsConfig) -> _Metadata:
    assert STATE.site is not None
    publication, source = published(config), page.file.src_uri
    known = STATE.site.trace.pages.get(source)
    title = known.title if known else str(page.title)
    about = page.meta.get("description") or shorten(summary(page.content or ""), _DESCRIPTION)
    return about, head(publication, source, title, about or publication.description), citing(publication, source, title)


def on_page_context(context: Any, page: Page, **_: Any) -> Any:
    """Hands the page's metadata to the theme (`hooks/theme/main.html`)."""
    source = page.file.src_uri
    if STATE.site is None or source not in STATE.site.urls:
        return context
    about, context["spor_head"], context["spor_citing"] = _metadata.take(source)
    if about:
        page.meta["description"] = escape(about)  # the theme does not escape it
    return context
