"""Lets two processes write the pages of a site: MkDocs itself, and a copy of it that begins with the last page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
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


def share_pages(config: MkDocsConfig) -> Callable[[], None]:
    """Has the pages of the build that is under way written by two processes; gives what ends that.

    Nothing is shared where somebody unknown listens: what they learn of a page in the copy would be lost.
    MkDocs has no event for this: `_build_page` is the function that it calls for each page (mkdocs 1.6).
    """
    if not _all_known(config):
        return share_nothing
    search = config.plugins.get(_SEARCH)
    index = getattr(search, "search_index", None)  # there is none where the search is turned off
    entries: _Entries = index.entries if index else []
    write = build._build_page
    shared: list[Shared[_Entries]] = []

    def share(page: Page, config: Any, doc_files: Any, nav: Any, env: Any, dirty: bool, excluded: bool) -> None:
        """Stands in for `_build_page`; when the first page comes, all that the others need is known."""
        if not shared:
            files = {file.src_uri: file for file in doc_files}

            def written(path: str) -> _Entries:
                file, before = files[path], len(entries)
                write(file.page, config, doc_files, nav, env, dirty, excluded=file.inclusion.is_excluded())
                new = entries[before:]
                del entries[before:]
                return new

            shared.append(Shared(written, files))
            PAGES.left = lambda: shared[0].left
        entries.extend(shared[0].take(page.file.src_uri))

    def end() -> None:
        build._build_page = write
        PAGES.left = None
        for each in shared:
            each.close()

    build._build_page = share  # type: ignore[assignment]
    return end


def _all_known(config: MkDocsConfig) -> bool:
    others = [plugin for name, plugin in config.plugins.items() if name != _SEARCH]
    listeners = [plugin for plugin in others if any(hasattr(plugin, event) for event in _EVENTS)]
    return all(Path(getattr(plugin, "__file__", "")) in _KNOWN for plugin in listeners)


def share_nothing() -> None:
    """Ends nothing."""
