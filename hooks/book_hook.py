"""What MkDocs calls for the book: when all pages stand, the whole site is set as one PDF and one EPUB."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date, get_relative_url

from book_order import Order
from build_state import STATE
from published import published
from spor.ahead import Ahead
from spor.publish.book.clean import Rules
from spor.publish.book.make import Book, Edition, bind
from spor.publish.publication import Thesis
from spor.render.site import Site
from spor.render.templates import render

#: Images that both Typst and EPUB know.
_IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_serving = False
_nav = Navigation([], [])
_named: frozenset[str] = frozenset()
_bound: Ahead[bytes]


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command: under `mkdocs serve`, each edit would set the whole book anew."""
    global _serving
    _serving = command == "serve"


def _settings(config: MkDocsConfig) -> dict[str, Any]:
    """What `extra.spor.publish.book` says; nothing without it, and then there is no book."""
    found: dict[str, Any] = config.extra["spor"].get("book", {})
    return found


def _enabled(config: MkDocsConfig) -> bool:
    return bool(_settings(config).get("enabled")) and not _serving


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keeps the order of the pages, and which of them the navigation gives a name: the others have none yet."""
    global _nav, _named
    _nav, _named = nav, frozenset(page.file.src_uri for page in nav.pages if page.title)
    return nav


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Puts the links to the files on the page that tells of them."""
    site = STATE.site
    if site is None or page.file.src_uri != _settings(config).get("page"):
        return html
    links = {name: get_relative_url(path, page.url) for name, path in _files(config).items()}
    return html + str(render("book_files.html", site=site, links=links if _enabled(config) else {}))


def _files(config: MkDocsConfig) -> dict[str, str]:
    """Where the finished files lie below the site's root, by what their names end in."""
    return {name: f"{_settings(config)['file']}.{name}" for name in ("pdf", "epub")}


@event_priority(-100)  # last: whatever is filled in into pages is there
def on_env(env: Any, config: MkDocsConfig, files: Files, **_: Any) -> Any:
    """Begins to set the book, while MkDocs writes the pages."""
    global _bound
    site = STATE.site
    if site is None or not _enabled(config):
        return env
    kept = Path(config.config_file_path).resolve().parent / ".cache" / "spor"

    @cache
    def bound() -> Mapping[str, bytes]:
        return bind(_book(site, config, files), kept)

    _bound = Ahead(lambda name: bound()[name], _files(config))
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Writes the finished files into the site."""
    if STATE.site is None or not _enabled(config):
        return
    for name, path in _files(config).items():
        try:
            made = _bound.take(name)
        except RuntimeError as error:
            raise PluginError(f"The book could not be made: {error}") from error
        file = Path(config.site_dir, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)


def _book(site: Site, config: MkDocsConfig, files: Files) -> Book:
    """All that goes into the book of this build."""
    told = _settings(config)
    sheets = [Path(config.docs_dir, str(sheet)) for sheet in config.extra_css]
    rules = Rules(
        {kind: tuple(groups) for kind, groups in told.get("panels", {}).items()},
        told.get("withheld", {}),
        "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.is_file()),
    )
    fill = site.deferred.fill_all
    chapters = tuple(Order(_nav, _named, files, told.get("leave_out", ()), site.trace, fill).all())
    images = [file for file in files.media_files() if file.src_uri.endswith(_IMAGES)]
    shown = [file for file in images if any(file.name in chapter.html for chapter in chapters)]
    pictures = {file.dest_uri: file.content_bytes for file in shown}
    return Book(chapters, pictures, rules, _edition(site, config, published(config).thesis))


def _edition(site: Site, config: MkDocsConfig, thesis: Thesis) -> Edition:
    """What the book says of itself."""
    told, day = _settings(config), date.fromisoformat(get_build_date())
    try:
        about, imprint = (
            tuple(line.format(thesis=thesis, day=day) for line in told.get(name, ())) for name in ("about", "imprint")
        )
    except (AttributeError, LookupError, ValueError) as error:
        raise PluginError(f"extra.spor.publish.book: a line of 'about' or 'imprint' cannot be filled in: {error}") from error
    return Edition(
        title=config.site_name,
        subtitle=told.get("subtitle", ""),
        author=f"{thesis.given} {thesis.family}",
        description=config.site_description or "",
        rights=told.get("rights", ""),
        language=config.extra["spor"]["language"],
        about=about,
        imprint=imprint,
        address=config.site_url or "",
        date=day,
        contents=site.label("book", "contents"),
        page=site.label("book", "page"),
    )
