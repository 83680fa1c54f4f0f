"""The order of a book: MkDocs' pages, as its navigation and its index pages list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from spor.publish.book.chapters import Chapter
from spor.publish.book.tree import Node, parse, walk
from spor.trace.trace import Trace


class Order:
    """The pages in the order of the book: that of the navigation.

    A page outside the navigation follows the index page of its folder, in the order in which that one links to them;
    where there is no such index page, it stands at the end.
    """

    def __init__(
        self,
        nav: Navigation,
        named: Set[str],
        files: Files,
        leave_out: Sequence[str],
        trace: Trace,
        fill: Callable[[str], str],
    ) -> None:
        """`named` are the pages that the navigation gives a name, `leave_out` patterns of those that are left out.

        `fill` makes the content of a page whole.
        """
        self.nav, self.named, self.fill = nav, named, fill
        pages = [file.page for file in files.documentation_pages() if file.page]
        shown = [page for page in pages if not any(fnmatchcase(page.file.src_uri, left) for left in leave_out)]
        navigated = {page.file.src_uri for page in nav.pages}
        self.shown = {page.file.src_uri for page in shown}
        self.outside: dict[Path, list[Page]] = defaultdict(list)
        for page in shown:
            if page.file.src_uri not in navigated:
                self.outside[Path(page.file.src_uri).parent].append(page)
        self.listed: dict[str, list[str]] = defaultdict(list)
        for section in trace.of_kind("section"):
            self.listed[section.page].append(section.anchor)

    def all(self) -> Iterator[Chapter]:
        """Every chapter of the book."""
        yield from self._chapters(self.nav.items, 1)
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
        opens = isinstance(first, Page) and (first.is_index or first.file.src_uri not in self.named)
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
        return Chapter(level, name, page.url, self.fill(page.content or ""), listed, begins)

    def _outside(self, index: Page) -> list[Page]:
        """The pages of an index page's folder that are not in the navigation."""
        links = [node.attributes.get("href", "") for node in walk(parse(self.fill(index.content or "")))]
        order = {urljoin(f"/{index.url}", link): place for place, link in reversed(list(enumerate(links)))}
        found = self.outside.pop(Path(index.file.src_uri).parent, [])
        return sorted(found, key=lambda page: order.get(f"/{page.url}", len(order)))
