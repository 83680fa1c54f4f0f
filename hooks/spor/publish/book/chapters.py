"""A page as a chapter: headings at the book's levels, ids that are unique in it, links told from the site's root."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from spor.publish.book.tree import Node, Nodes, element, rewrite, walk

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
_HEADING = re.compile(r"h([1-6])")
#: The deepest level that HTML has.
_DEEPEST = 6
_NO_NAME = re.compile(r"[^\w.-]")
#: Stands for the site's address while links are resolved.
ROOT = "https://site.invalid/"


@dataclass(frozen=True)
class Chapter:
    """A page at its place in the book, or a heading without a page, where `url` is None.

    `level` counts from 1; `title` is what the navigation calls it; `url` is relative to the site's root; `listed` are
    the ids of the headings within the page that stand in the table of contents beside its own; `begins`: the chapter
    begins on a new page.
    """

    level: int
    title: str
    url: str | None = None
    html: str = ""
    listed: tuple[str, ...] = ()
    begins: bool = True


@dataclass(frozen=True)
class Placed:
    """A chapter's nodes, which now may stand anywhere; `targets` maps places of the site to ids in the book.

    A place is an address under :data:`ROOT`, and so is each link.
    """

    nodes: Nodes
    targets: Mapping[str, str]


def links(html: str) -> list[str]:
    """The addresses of the links in some HTML, in their order."""
    return [unescape(address) for address in _LINK.findall(html)]


def place(chapter: Chapter, number: int, nodes: Nodes) -> Placed:
    """The cleaned `nodes` of the chapter of this number, which makes the ids unique."""
    if not any(node.tag == "h1" for node in walk(nodes)):
        nodes = (element("h1", chapter.title), *nodes)
    placer = _Placer(chapter, f"k{number}")
    placed = rewrite(nodes, placer.rule)
    return Placed(placed, placer.targets)


class _Placer:
    """Goes through a page in its order, since the level of a heading depends on the one before."""

    def __init__(self, chapter: Chapter, identifier: str) -> None:
        self.chapter = chapter
        self.identifier = identifier
        self.address = identifier if chapter.url is None else ROOT + chapter.url  # no link leads to no page
        self.level = 0
        self.headings = 0
        self.last = ""
        self.targets: dict[str, str] = {}

    def rule(self, node: Node) -> Nodes:
        """An element in its place."""
        heading = _HEADING.fullmatch(node.tag)
        if heading:
            return (self._heading(int(heading[1]), node),)
        if node.tag == "caption" and node.text == self.last:  # the heading above says it already
            return ()
        attributes = dict(node.attributes)
        if node.id:
            attributes["id"] = self._identifier(node.id)
            self._reached(node.id, attributes["id"])
        for name in ("href", "src"):
            if name in attributes:
                attributes[name] = urljoin(self.address, attributes[name])
        return (Node(node.tag, attributes, rewrite(node.children, self.rule)),)

    def _heading(self, level: int, node: Node) -> Node:
        """A heading at its level in the book; none leaves a level out. The first `h1` is the chapter's own."""
        own = level == 1 and self.address not in self.targets
        wanted = self.chapter.level + level - 1
        self.level = min(wanted, self.level + 1 if self.level else self.chapter.level, _DEEPEST)
        self.headings += 1
        self.last = node.text
        identifier = self.identifier if own else self._identifier(node.id or f"heading-{self.headings}")
        attributes = {"id": identifier}
        if own:
            self.targets[self.address] = identifier
            attributes |= {
                "class": "book-begins" if self.chapter.begins else "book-goes-on",
                "data-head": self.chapter.title,
            }
        elif node.id not in self.chapter.listed:
            attributes["class"] = "unlisted unnumbered"
        if node.id:
            self._reached(node.id, identifier)
        return Node(f"h{self.level}", attributes, rewrite(node.children, self.rule))

    def _identifier(self, name: str) -> str:
        """An id of the book: letters, digits, `-`, `_` and `.` only, as an EPUB wants it."""
        return f"{self.identifier}-{_NO_NAME.sub('-', name)}"

    def _reached(self, fragment: str, identifier: str) -> None:
        self.targets[f"{self.address}#{fragment}"] = identifier
