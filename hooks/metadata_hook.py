"""Gives each page its description, the metadata in its head, and the block that tells how to cite it."""

from __future__ import annotations

from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from build_state import STATE
from published import published
from spor.publish.metadata.citing import citing
from spor.publish.metadata.head import head
from spor.publish.summary import shorten, summary

#: What search engines show of a description.
_DESCRIPTION = 200


def on_page_context(context: Any, page: Page, config: MkDocsConfig, **_: Any) -> Any:
    """Hands the page's metadata to the theme (`hooks/theme/main.html`); spor_hook has filled in the citations."""
    site, source = STATE.site, page.file.src_uri
    if site is None or source not in site.urls:
        return context
    publication, known = published(config), site.trace.pages.get(source)
    title = known.title if known else str(page.title)
    about = page.meta.get("description") or shorten(summary(page.content or ""), _DESCRIPTION)
    context["spor_head"] = head(publication, source, title, about or publication.description)
    context["spor_citing"] = citing(publication, source, title)
    if about:
        page.meta["description"] = escape(about)  # the theme does not escape it
    return context
