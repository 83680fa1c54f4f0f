"""What MkDocs has found: files and pages, and their navigation (chapters of the book, parts of `llms.txt`)."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from spor.publish.book.compose import Chapter
from spor.publish.html import parse
from spor.read.layout import Layout
from spor.render.pages import whole_chapters
from spor.trace.trace import Trace, grouped


def copied(found: Files, layout: Layout, config: MkDocsConfig) -> dict[str, list[str]]:
    """The paths of the files that are copied as they are, by the folder of pages that they lie in."""
    paths = {layout.docs: [file.src_uri for file in _beside(found)]}
    if layout.translates:
        paths[layout.translates.layout.docs] = [file.src_uri for file in media_of_original(layout, config)]
    return paths


def media_of_original(layout: Layout, config: MkDocsConfig) -> Iterator[File]:
    """The pictures, styles and scripts of the project that a translation has its pages from; none for any other."""
    if layout.translates:
        original = copy(config)
        original.docs_dir = str(layout.root / layout.translates.layout.docs)
        found = get_files(original)
        set_exclusions(found, original)
        yield from _beside(found)


def _beside(found: Files) -> list[File]:
    """The files that are copied as they are."""
    return [f for f in found if not f.is_documentation_page() and f.inclusion is not InclusionLevel.EXCLUDED]


def joined(
    config: MkDocsConfig, found: Files, entries: list[Any], join: Callable[[Iterable[str]], str], name: str
) -> list[Any]:
    """The entries of a setting, of which the first stands for all that name files of the site, in one folder."""
    ours = {str(entry): file for entry in entries if (file := found.get_file_from_path(str(entry)))}
    folders = {posixpath.dirname(path) for path in ours}
    if len(folders) != 1:  # they name others from where they lie
        return entries
    path = posixpath.join(*folders, name)
    for file in ours.values():
        found.remove(file)
    found.append(File.generated(config, path, content=join(file.content_string for file in ours.values())))
    first = copy(next(entry for entry in entries if str(entry) in ours))
    if isinstance(first, str):
        first = path
    else:
        first.path = path
    return [first, *(entry for entry in entries if str(entry) not in ours)]


def escape_title(page: Page) -> None:
    """Gives a page a title that is escaped already.

    The theme prints a title of the front matter as it is, and takes a heading apart and its escapes off (`striptags`)
    where there is no title.
    """
    if "title" in page.meta:
        page.meta["title"] = escape(page.meta["title"])
    elif page.title and not page.is_homepage:
        page.meta["title"] = Markup(page.title)  # from the heading or the navigation: HTML already


class Shelf:
    """The pages of a site as its navigation has them, and those outside it by the index page of their folder."""

    def __init__(self, nav: Navigation, files: Files) -> None:
        self.nav = nav
        #: The pages that the navigation gives a name: the others have none until they are read.
        self.named = frozenset(page.file.src_uri for page in nav.pages if page.title)
        self.pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
        inside = {page.file.src_uri: page for page in nav.pages}
        self.outside = {path: page for path, page in self.pages.items() if path not in inside}
        index = {path: inside.get(posixpath.join(posixpath.dirname(path), "index.md")) for path in self.outside}
        #: The page of the navigation that each page outside it belongs to: the index of its folder.
        self.belongs = {path: page for path, page in index.items() if page and not page.is_homepage}

    def follow(self, sequences: Iterable[Sequence[str]]) -> None:
        """Has pages outside the navigation follow each other; the theme shows it at their foot."""
        for sequence in sequences:
            for page, after in pairwise(self.outside[path] for path in sequence if path in self.outside):
                page.next_page, after.previous_page = after, page

    def list_parts(self, page: Page, parts: Iterable[str]) -> None:
        """Lists the headings of the pages whose content a page shows below its own heading."""
        for part in parts:
            page.toc.items[0].children.extend(self.pages[part].toc)

    def open(self, path: str, opened: bool = True) -> None:
        """Opens the navigation where a page outside it belongs, or closes it again."""
        if path in self.belongs:
            self.belongs[path].active = opened

    def parts(self, single_pages: str) -> list[tuple[str, Sequence[tuple[str, str]]]]:
        """The navigation as parts with their pages; the pages in no part come first, in one called `single_pages`."""

        def part(page: Page) -> str:
            return next((str(item.title) for item in page.ancestors if item.is_top_level), single_pages)

        found = grouped((part(page), (page.file.src_uri, str(page.title))) for page in self.nav.pages)
        return sorted(found.items(), key=lambda part: part[0] != single_pages)


def titles(toc: Iterable[AnchorLink]) -> dict[str, str]:
    """The titles in a page's contents by the ids that they lead to."""
    found: dict[str, str] = {}
    for link in toc:
        found |= {link.id: link.title, **titles(link.children)}
    return found


class BookOrder:
    """The pages in the order of the book: that of the navigation.

    `leave_out` are patterns of pages, `filled` has the whole content of a page by what MkDocs has of it. A page outside
    the navigation follows the index page of its folder, in the order in which that one links to them; where there is no
    such index page, it stands at the end.
    """

    def __init__(self, shelf: Shelf, leave_out: Sequence[str], trace: Trace, filled: Mapping[str, str]) -> None:
        self.nav, self.named, self.filled = shelf.nav, shelf.named, filled
        self.whole = frozenset(whole_chapters(trace))
        self.included = {path for path in shelf.pages if not any(fnmatchcase(path, left) for left in leave_out)}
        outside = (each for each in shelf.outside.items() if each[0] in self.included)
        self.outside = grouped((posixpath.dirname(path), page) for path, page in outside)
        self.parts = [part for part in trace.parts() if part.anchor]

    def chapters(self) -> Iterator[Chapter]:
        """Every chapter of the book."""
        yield from self._chapters(self.nav.items, 1)
        for pages in self.outside.values():
            yield from (self._chapter(page, 1, True) for page in pages)

    def _chapters(self, items: Sequence[StructureItem], level: int) -> Iterator[Chapter]:
        for item in items:
            if isinstance(item, Section):
                yield from self._section(item, level)
            elif isinstance(item, Page) and item.file.src_uri in self.included:
                yield from self._page(item, level)

    def _section(self, section: Section, level: int) -> Iterator[Chapter]:
        """A section's first page is its beginning, if it is an index, has no name of its own, or shows the whole."""
        first, *others = section.children
        path = first.file.src_uri if isinstance(first, Page) else ""
        opens = isinstance(first, Page) and (first.is_index or path in self.whole or path not in self.named)
        if isinstance(first, Page) and opens and path in self.included:
            yield from self._page(first, level, section.title)
        else:
            yield Chapter(level, section.title)
            others = section.children
        yield from self._chapters(others, level + 1)

    def _page(self, page: Page, level: int, title: str = "") -> Iterator[Chapter]:
        yield self._chapter(page, level, True, title)
        if page.is_index and not page.is_homepage:
            for other in self._outside(page):
                yield self._chapter(other, level + 1, False)

    def _chapter(self, page: Page, level: int, begins: bool, title: str = "") -> Chapter:
        listed = tuple(part.anchor for part in self.parts if part.page == page.file.src_uri)
        name = Markup(title or str(page.title)).striptags()  # MkDocs has it as HTML
        return Chapter(level, name, page.url, self.filled[page.content or ""], listed, begins)

    def _outside(self, index: Page) -> list[Page]:
        """The pages of an index page's folder that are not in the navigation."""
        found = self.outside.pop(posixpath.dirname(index.file.src_uri), ())
        links = [link.get("href", "") for link in parse(self.filled[index.content or ""]).iter("a")] if found else []
        order = {urljoin(f"/{index.url}", link): place for place, link in reversed(list(enumerate(links)))}
        return sorted(found, key=lambda page: order.get(f"/{page.url}", len(order)))
