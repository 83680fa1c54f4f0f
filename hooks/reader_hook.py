"""What makes the pages and the search tell what kind of thing each entity is."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from build_state import STATE
from spor.kinds import kicker
from spor.search import with_kinds


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Gives the search results a class for each kind, as Material does for tags with an icon."""
    kinds = config.extra["spor"]["labels"]["kinds"]
    config.extra["tags"] = {name: f"spor-{kind.replace('_', '-')}" for kind, name in kinds.items()}
    return config


@event_priority(-200)  # after spor_hook has filled in the page
def on_page_context(context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
    """Puts the line with the kind over the heading; only now, so that it is in no search result."""
    if STATE.site is not None:
        page.content = str(kicker(STATE.site, page.file.src_uri)) + (page.content or "")
    return context


@event_priority(100)  # before the search plugin writes its index
def on_post_build(config: MkDocsConfig) -> None:
    """Tells the search the kinds, and what stands under no heading."""
    search = config.plugins.get("material/search")
    if STATE.site is not None and search is not None:
        search.search_index.entries = with_kinds(STATE.site, search.search_index.entries)
