"""Lets two processes write the pages of a site: MkDocs itself, and a copy of it that begins with the last page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from build_state import PAGES
from spor.ahead import Shared

_SEARCH = "material/search"
#: The hooks that may listen when a page is written, beside the search plugin, whose entries the copy hands over:
#: whatever else they do with a page, they keep nothing of it.
_KNOWN = {
    Path(__file__).with_name(f"{name}_hook.py")
    for name in ("spor", "reader", "metadata", "policy", "progress", "speed")
}
_EVENTS = ("on_page_context", "on_post_page")

_Entries = list[dict[str, Any]]


def share_pages(
    config: MkDocsConfig, files: Files, nav: Navigation, env: Environment, serving: bool
) -> Callable[[], None]:
    """Has the pages of the build that is under way written by two processes; gives what ends that.

    The copy begins now, while MkDocs has other files to write first. Nothing is shared where somebody unknown listens:
    what they learn of a page in the copy would be lost; nor where a page has the place of another file, which MkDocs
    would write before it. MkDocs has no event for this: `_build_page` is the function that it calls for each page
    (mkdocs 1.6).
    """
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve if serving else InclusionLevel.is_included)
    if not _all_known(config) or _clash(pages, files, config):
        return share_nothing
    search = config.plugins.get(_SEARCH)
    index = getattr(search, "search_index", None)  # there is none where the search is turned off
    entries: _Entries = index.entries if index else []
    write = build._build_page
    by_path = {file.src_uri: file for file in pages}

    def written(path: str) -> _Entries:
        """Writes a page, and gives what the search has learned of it."""
        file, before = by_path[path], len(entries)
        assert file.page is not None
        write(file.page, config, pages, nav, env, False, excluded=file.inclusion.is_excluded())  # type: ignore[no-untyped-call]
        new = entries[before:]
        del entries[before:]
        return new

    shared = Shared(written, by_path)

    def share(page: Page, *_: Any, **__: Any) -> None:
        """Stands in for `_build_page`."""
        entries.extend(shared.take(page.file.src_uri))

    def end() -> None:
        build._build_page = write
        PAGES.left = None
        shared.close()

    build._build_page = share
    PAGES.left = lambda: shared.left
    return end


def _all_known(config: MkDocsConfig) -> bool:
    others = [plugin for name, plugin in config.plugins.items() if name != _SEARCH]
    listeners = [plugin for plugin in others if any(hasattr(plugin, event) for event in _EVENTS)]
    return all(Path(getattr(plugin, "__file__", "")) in _KNOWN for plugin in listeners)


def _clash(pages: Sequence[File], files: Files, config: MkDocsConfig) -> bool:
    """Whether a page goes where another file goes as well."""
    shown = {file.dest_uri for file in pages}
    others = {file.dest_uri for file in files if not file.is_documentation_page()}
    templates = {*config.theme.static_templates, *config.extra_templates}
    return len(shown) < len(pages) or not shown.isdisjoint(others | templates)


def share_nothing() -> None:
    """Ends nothing."""
