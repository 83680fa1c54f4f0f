"""Keeps from build to build what Markdown made of the pages: under `mkdocs serve`, most stay as they are."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from build_state import STATE
from kept_markdown import is_pure
from spor.site import Site


@dataclass(frozen=True)
class _Key:
    """All that the HTML of a page depends on; a site is the same only where it is the same object."""

    text: str | None
    site: Site | None
    urls: Mapping[str, str]
    settings: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key) or self.site is not other.site:
            return False
        return (self.text, self.urls, self.settings) == (other.text, other.urls, other.settings)


@dataclass(frozen=True)
class _Rendered:
    """What `Page.render` leaves behind (mkdocs 1.6), without files, which each build has anew."""

    content: str | None
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: Mapping[str, dict[str, str]]


_kept: dict[str, tuple[_Key, _Rendered]] = {}


def keep_render(page: Page, config: MkDocsConfig, urls: Mapping[str, str]) -> None:
    """Has the page render its Markdown only if anything that its HTML depends on differs from the last time.

    `urls` are those of all files of the site. What was warned of is rendered again, so that the warning comes again.
    """
    if not is_pure(config.markdown_extensions):
        return
    render, path = page.render, page.file.src_uri

    def rendered(config: MkDocsConfig, files: Files) -> None:
        key = _Key(page.markdown, STATE.site, urls, config.mdx_configs)
        last_key, last = _kept.get(path, (None, None))
        if last and last_key == key:
            STATE.skip()
            _restore(page, last, files)
            return
        told, heard = len(STATE.strange), _Heard()
        logging.getLogger("mkdocs").addHandler(heard)
        try:
            render(config, files)
        finally:
            logging.getLogger("mkdocs").removeHandler(heard)
        if not heard.anything and len(STATE.strange) == told:
            _kept[path] = key, _taken(page)

    page.render = rendered  # type: ignore[method-assign]


class _Heard(logging.Handler):
    anything = False

    def emit(self, _: logging.LogRecord) -> None:
        self.anything = True


def _taken(page: Page) -> _Rendered:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return _Rendered(page.content, page.toc, page._title_from_render, page.present_anchor_ids, links)


def _restore(page: Page, last: _Rendered, files: Files) -> None:
    page.content, page.toc, page._title_from_render = last.content, last.toc, last.title
    page.present_anchor_ids = last.anchors
    found: dict[File | None, dict[str, str]] = {
        files.get_file_from_path(path): each for path, each in last.links.items()
    }
    page.links_to_anchors = {file: anchors for file, anchors in found.items() if file}
