"""Makes builds quicker without changing a byte of what they write. Take it out and the site is the same."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from kept_markdown import keep_markdown
from kept_pages import keep_render
from kept_partials import keep_partials, place
from shared_pages import share_nothing, share_pages
from spor import templates
from spor.unlinked import unlinked

_serving, _dirty = False, False
_navigation = Navigation([], [])
_urls: dict[str, str] = {}
_finish: Callable[[], None] = share_nothing
#: New objects until Python looks for garbage. A trace is many objects that all stay: looking at them each 700 new ones,
#: as Python does by itself, takes a tenth of the build.
_GARBAGE_THRESHOLD = 50_000


class _Kept(FileSystemBytecodeCache):
    """Compiled templates by name alone: a folder's name need not be one that jinja2 can encode.

    Templates of one name are told apart by the checksum of their source, which jinja2 compares itself.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)


class _Shown(FileSystemLoader):
    """Lists templates without those in hidden folders: MkDocs, which looks for files to copy, leaves them out anyway.

    Material has 14,000 icons there.
    """

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for top in self.searchpath:
            for folder, inner, files in os.walk(top):
                inner[:] = [name for name in inner if not name.startswith(".")]
                found.update(Path(folder, name).relative_to(top).as_posix() for name in files)
        return sorted(found)


def on_startup(command: str, dirty: bool) -> None:
    """Lets the garbage wait, and remembers the command: only `mkdocs serve` builds more than once."""
    global _serving, _dirty
    _serving, _dirty = command == "serve", dirty
    keep_markdown()
    gc.set_threshold(_GARBAGE_THRESHOLD)


@event_priority(250)  # after spor_hook has checked the settings, before the search plugin fills in a template
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keeps compiled templates, of which one that has changed is compiled anew; lists the theme's files quicker.

    To compile those of the theme is a fifth of a small site's build.
    """
    folder = Path(config.config_file_path).resolve().parent / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    templates.ENVIRONMENT.bytecode_cache = _Kept(str(folder))
    config.theme.get_env = _environment(config.theme)  # type: ignore[method-assign]
    return config


def _environment(theme: Theme) -> Callable[[], Environment]:
    get_env = theme.get_env

    def made() -> Environment:
        env = get_env()
        env.loader = _Shown(theme.dirs)
        env.bytecode_cache = templates.ENVIRONMENT.bytecode_cache
        env.auto_reload = False  # no template changes while pages are written: to look each time takes a twentieth
        return env

    return made


@event_priority(-300)  # last: all files are known
def on_files(files: Files, **_: object) -> Files:
    """Remembers where pages may lead."""
    global _urls
    _urls = {file.src_uri: file.url for file in files}
    return files


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """Keeps the navigation for the pages."""
    global _navigation
    _navigation = nav
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Lets a page that is as it was in the last build keep its HTML."""
    if _serving:
        keep_render(page, config, _urls)
    return markdown


@event_priority(-300)  # last: all that the pages are made from stands
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keeps what the theme says alike on many pages, and has the pages written by two processes."""
    global _finish
    keep_partials(env)
    _lighten_search(config.plugins.get("material/search"))
    _finish = share_nothing if _dirty else share_pages(config, files, _navigation, env, _serving)
    return env


def _lighten_search(search: Any) -> None:
    """Has the search plugin parse the pages without the links, which it leaves out anyway."""
    index = getattr(search, "search_index", None)  # there is none where the search is turned off
    if index is None:
        return
    add = index.add_entry_from_context

    def add_unlinked(page: Page) -> None:
        content = page.content
        page.content = unlinked(content or "")
        add(page)
        page.content = content

    index.add_entry_from_context = add_unlinked


@event_priority(-300)  # last: reader_hook has opened the navigation where the page belongs
def on_page_context(context: Any, page: Page, nav: Navigation, **_: object) -> Any:
    """Tells the kept partials where the page is."""
    context["spor_place"] = place(page, nav)
    return context


@event_priority(300)  # first: no other process may still write into the site
def on_post_build(**_: object) -> None:
    """Ends what is done on a second core."""
    _finish()


@event_priority(300)
def on_build_error(**_: object) -> None:
    """Ends what is done on a second core."""
    _finish()


def on_shutdown(**_: object) -> None:
    """Spares Python the search for garbage at its end, which takes a small site a tenth of its build."""
    gc.freeze()
