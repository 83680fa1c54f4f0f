"""Adds the exports to the site: as files that pages may link to from the start, written while the pages render."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from build_state import LAPS, STATE
from published import published
from spor.ahead import Ahead
from spor.publish.exports.llms import Part
from spor.publish.exports.plan import Records, downloads, page_plan, plan
from spor.publish.works.records import read_records
from spor.publish.summary import summary

_navigation: Navigation
#: The exports that are being written, with nothing for each path; begun when all that they need is known.
_written: list[Ahead[None]] = []


@event_priority(-200)  # after spor_hook has read the trace
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Makes the exports known, and begins to write those that need no page, while the pages render."""
    if STATE.site is None:
        return files
    if not STATE.site.downloads:
        STATE.site = replace(STATE.site, downloads=downloads(published(config)))
    publication = published(config)
    makers = plan(publication, config.extra["spor"]["data"])
    for path in (*makers, *page_plan(publication)):
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED))
    root = Path(config.config_file_path).resolve().parent

    @cache
    def records() -> Records:
        read = read_records(root / config.extra["spor"]["bibliography"], root / ".cache" / "spor")
        return {record["id"]: record for record in read}

    site = Path(config.site_dir)
    _written[:] = [Ahead(lambda path: _write(site, path, makers[path](records())), makers)]
    return files


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keeps the navigation for `llms.txt`."""
    global _navigation
    _navigation = nav
    return nav


@event_priority(-200)  # after spor_hook has filled in the citations
def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Waits for the exports, and begins to write those that tell what the pages say."""
    if STATE.site is None:
        return env
    try:
        written = _written[0].take_all()
    except RuntimeError as error:
        raise PluginError(str(error)) from error
    contents = {file.src_uri: file.page.content or "" for file in files.documentation_pages() if file.page}
    parts = tuple(_parts(_navigation, STATE.site.label("exports", "pages")))
    makers = page_plan(published(config))

    @cache
    def said() -> dict[str, str]:
        return {page: summary(content) for page, content in contents.items()}

    site = Path(config.site_dir)
    _written.append(Ahead(lambda path: _write(site, path, makers[path](said(), parts)), makers))
    for path in (*written, *makers):  # all links have been checked: MkDocs need not write them again
        if file := files.get_file_from_path(path):
            files.remove(file)
    return env


def on_post_build(**_: Any) -> None:
    """Waits for the exports that tell what the pages say."""
    if STATE.site is None:
        return
    LAPS.begin("exports")
    _written[-1].take_all()
    LAPS.begin("finish")


@event_priority(300)  # first: the folder is about to be taken away
def on_build_error(**_: Any) -> None:
    """Ends what is being written."""
    for each in _written:
        each.close()


def _write(site: Path, path: str, text: str) -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))  # line ends are the same everywhere


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
