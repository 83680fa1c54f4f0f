"""What makes the pages and the search tell what kind of thing each entity is."""

from __future__ import annotations

import posixpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from build_state import STATE
from spor.render.kicker import kicker
from spor.publish.search import with_kinds

_indexes: dict[str, Page] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Gives the search results a class for each kind, as Material does for tags with an icon."""
    kinds = config.extra["spor"]["labels"]["kinds"]
    config.extra["tags"] = {name: f"spor-{kind.replace('_', '-')}" for kind, name in kinds.items()}
    return config


def on_nav(nav: Navigation, files: Files, **_: Any) -> Navigation:
    """Finds the index page in the navigation that each page outside it belongs to: that of its folder."""
    global _indexes
    inside = {page.file.src_uri: page for page in nav.pages}
    outside = [file.src_uri for file in files.documentation_pages() if file.src_uri not in inside]
    index = {path: inside.get(posixpath.join(posixpath.dirname(path), "index.md")) for path in outside}
    _indexes = {path: page for path, page in index.items() if page and not page.is_homepage}
    return nav


@event_priority(-200)  # after spor_hook has filled in the page
def on_page_context(context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
    """Puts the line with the kind over the heading; only now, so that it is in no search result.

    Opens the navigation where the page belongs.
    """
    if STATE.site is not None:
        page.content = str(kicker(STATE.site, page.file.src_uri)) + (page.content or "")
    index = _indexes.get(page.file.src_uri)
    if index is not None:
        index.active = True
    return context


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Closes the navigation that was opened for a page outside it."""
    index = _indexes.get(page.file.src_uri)
    if index is not None:
        index.active = False
    return output


@event_priority(100)  # before the search plugin writes its index
def on_post_build(config: MkDocsConfig) -> None:
    """Tells the search the kinds, and what stands under no heading."""
    search = config.plugins.get("material/search")
    if STATE.site is not None and search is not None:
        search.search_index.entries = with_kinds(STATE.site, search.search_index.entries)
