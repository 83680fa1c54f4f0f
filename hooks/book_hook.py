"""What MkDocs calls for the book: when all pages stand, the whole site is set as one PDF and one EPUB."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date, get_relative_url

from build_state import STATE
from published import published
from spor.book.chapters import Chapter
from spor.book.clean import Rules
from spor.book.make import Book, Edition, bind
from spor.book.tree import Node, parse, walk
from spor.templates import render

#: Images that both Typst and EPUB know.
_IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_serving = False
_nav = Navigation([], [])
_named: frozenset[str] = frozenset()
_bound: Future[Mapping[str, bytes]] | None = None


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command: under `mkdocs serve`, each edit would set the whole book anew."""
    global _serving
    _serving = command == "serve"


def _enabled(config: MkDocsConfig) -> bool:
    return bool(config.extra["spor"]["book"]["enabled"]) and not _serving


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keeps the order of the pages, and which of them the navigation gives a name: the others have none yet."""
    global _nav, _named
    _nav, _named = nav, frozenset(page.file.src_uri for page in nav.pages if page.title)
    return nav


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Puts the links to the files on the page that tells of them."""
    site, settings = STATE.site, config.extra["spor"]["book"]
    if site is None or page.file.src_uri != settings["page"]:
        return html
    links = {name: get_relative_url(path, page.url) for name, path in _files(config).items()}
    return html + str(render("book_files.html", site=site, links=links if _enabled(config) else {}))


def _files(config: MkDocsConfig) -> dict[str, str]:
    """Where the finished files lie below the site's root, by what their names end in."""
    return {name: f"{config.extra['spor']['book']['file']}.{name}" for name in ("pdf", "epub")}


@event_priority(-100)  # last: whatever is filled in into pages is there
def on_env(env: Any, config: MkDocsConfig, files: Files, **_: Any) -> Any:
    """Begins to set the book, in a thread of its own, while MkDocs writes the pages."""
    global _bound
    _bound = None
    if _enabled(config) and STATE.site is not None:
        root = Path(config.config_file_path).resolve().parent
        pool = ThreadPoolExecutor(max_workers=1)
        _bound = pool.submit(bind, _book(config, files), root / ".cache" / "spor")
        pool.shutdown(wait=False)
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Writes the finished files into the site."""
    if _bound is None:
        return
    try:
        made = _bound.result()
    except RuntimeError as error:
        raise PluginError(f"The book could not be made: {error}") from error
    for name, path in _files(config).items():
        file = Path(config.site_dir, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made[name])


def _book(config: MkDocsConfig, files: Files) -> Book:
    settings = config.extra["spor"]
    told, labels, site_url = settings["book"], settings["labels"]["book"], config.site_url or ""
    styles = [Path(config.docs_dir, str(sheet)) for sheet in config.extra_css]
    rules = Rules(
        {kind: tuple(groups) for kind, groups in told["panels"].items()},
        told["withheld"],
        "\n".join(sheet.read_text("utf-8") for sheet in styles if sheet.is_file()),
    )
    day, thesis = date.fromisoformat(get_build_date()), published(config).thesis
    edition = Edition(
        title=config.site_name,
        subtitle=told["subtitle"],
        author=f"{thesis.given} {thesis.family}",
        description=config.site_description or "",
        rights=told["rights"],
        language=settings["language"],
        about=tuple(line.format(thesis=thesis, day=day) for line in told["about"]),
        imprint=tuple(line.format(thesis=thesis, day=day) for line in told["imprint"]),
        address=site_url,
        date=day,
        contents=labels["contents"],
        page=labels["page"],
    )
    chapters = tuple(_Order(files, told["leave_out"]).all())
    shown = [f for f in files.media_files() if any(f.name in c.html for c in chapters) and f.src_uri.endswith(_IMAGES)]
    return Book(chapters, {file.dest_uri: file.content_bytes for file in shown}, rules, edition)


class _Order:
    """The pages in the order of the book: that of the navigation.

    A page outside the navigation follows the index page of its folder, in the order in which that one links to them;
    where there is no such index page, it stands at the end.
    """

    def __init__(self, files: Files, leave_out: Sequence[str]) -> None:
        pages = [file.page for file in files.documentation_pages() if file.page]
        shown = [page for page in pages if not any(fnmatch(page.file.src_uri, left) for left in leave_out)]
        navigated = {page.file.src_uri for page in _nav.pages}
        self.shown = {page.file.src_uri for page in shown}
        self.outside: dict[Path, list[Page]] = defaultdict(list)
        for page in shown:
            if page.file.src_uri not in navigated:
                self.outside[Path(page.file.src_uri).parent].append(page)
        self.listed: dict[str, list[str]] = defaultdict(list)
        for section in STATE.site.trace.of_kind("section") if STATE.site else ():
            self.listed[section.page].append(section.anchor)

    def all(self) -> Iterator[Chapter]:
        """Every chapter of the book."""
        yield from self._chapters(_nav.items, 1)
        for pages in self.outside.values():
            yield from (self._chapter(page, 1, True) for page in pages)

    def _chapters(self, items: Sequence[StructureItem], level: int) -> Iterator[Chapter]:
        for item in items:
            if isinstance(item, Section):
                yield from self._section(item, level)
            elif isinstance(item, Page) and item.file.src_uri in self.shown:
                yield from self._page(item, level)

    def _section(self, section: Section, level: int) -> Iterator[Chapter]:
        """A section's first page is its beginning, if it is an index or has no name of its own in the navigation."""
        first, others = section.children[0], section.children[1:]
        opens = isinstance(first, Page) and (first.is_index or first.file.src_uri not in _named)
        if isinstance(first, Page) and opens and first.file.src_uri in self.shown:
            yield from self._page(first, level, section.title)
            yield from self._chapters(others, level + 1)
        else:
            yield Chapter(level, section.title)
            yield from self._chapters(section.children, level + 1)

    def _page(self, page: Page, level: int, title: str = "") -> Iterator[Chapter]:
        yield self._chapter(page, level, True, title)
        if page.is_index and not page.is_homepage:
            for other in self._outside(page):
                yield self._chapter(other, level + 1, False)

    def _chapter(self, page: Page, level: int, begins: bool, title: str = "") -> Chapter:
        listed = tuple(self.listed[page.file.src_uri])
        name = Node("title", children=parse(title or str(page.title))).text  # MkDocs has it as HTML
        return Chapter(level, name, page.url, page.content or "", listed, begins)

    def _outside(self, index: Page) -> list[Page]:
        """The pages of an index page's folder that are not in the navigation."""
        links = [node.attributes.get("href", "") for node in walk(parse(index.content or ""))]
        order = {urljoin(f"/{index.url}", link): place for place, link in reversed(list(enumerate(links)))}
        found = self.outside.pop(Path(index.file.src_uri).parent, [])
        return sorted(found, key=lambda page: order.get(f"/{page.url}", len(order)))
