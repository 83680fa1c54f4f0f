"""Adds the exports to the site: as files that pages may link to from the start, filled when all pages stand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from build_state import STATE
from published import published
from spor.exports.llms import Part
from spor.exports.plan import Inputs, downloads, plan
from spor.exports.records import Record, read_records
from spor.metadata.summary import summary

_records: Future[tuple[Record, ...]]
_navigation: Navigation


@event_priority(-200)  # after spor_hook has read the trace
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Makes the exports known, still empty, and lets pandoc read the bibliography while the pages render."""
    global _records
    if STATE.site is None:
        return files
    STATE.site = replace(STATE.site, downloads=downloads(published(config)))
    for path in plan(published(config), config.extra["spor"]["data"]):
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED))
    root = Path(config.config_file_path).resolve().parent
    pool = ThreadPoolExecutor(max_workers=1)
    _records = pool.submit(read_records, root / config.extra["spor"]["bibliography"], root / ".cache" / "spor")
    pool.shutdown(wait=False)
    return files


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keeps the navigation for `llms.txt`."""
    global _navigation
    _navigation = nav
    return nav


@event_priority(-200)  # after spor_hook has filled in the citations; what is made here is copied right afterwards
def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Fills the exports."""
    if STATE.site is None:
        return env
    try:
        records = _records.result()
    except RuntimeError as error:
        raise PluginError(str(error)) from error
    pages = [file.page for file in files.documentation_pages() if file.page]
    inputs = Inputs(
        {record["id"]: record for record in records},
        {page.file.src_uri: summary(page.content or "") for page in pages},
        tuple(_parts(_navigation, STATE.site.label("exports", "pages"))),
    )
    for path, make in plan(published(config), config.extra["spor"]["data"]).items():
        file = files.get_file_from_path(path)
        assert file is not None
        file.content_bytes = make(inputs).encode("utf-8")  # bytes, so that line ends are the same everywhere
    return env


def _parts(nav: Navigation, single_pages: str) -> Iterator[Part]:
    """The navigation as parts with their pages; the pages that lie in no part come first, as a part of their own."""
    single = [item for item in nav.items if isinstance(item, Page)]
    if single:
        yield Part(single_pages, tuple(map(_titled, single)))
    for item in nav.items:
        if isinstance(item, Section):
            yield Part(item.title, tuple(map(_titled, _pages(item))))


def _pages(section: Section) -> Iterator[Page]:
    for item in section.children:
        if isinstance(item, Page):
            yield item
        elif isinstance(item, Section):
            yield from _pages(item)


def _titled(page: Page) -> tuple[str, str]:
    return page.file.src_uri, str(page.title)
