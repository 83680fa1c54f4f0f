"""One document of all pages of a site, whose links stay within it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from spor.publish.book.chapters import ROOT, Chapter, place
from spor.publish.book.clean import Rules, clean
from spor.publish.book.tree import Node, Nodes, parse, render, rewrite, walk

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that keep their id on the way through pandoc.
_ANCHORED = _HEADINGS | {"div", "span", "a", "aside"}
#: Of the others, those that may not hold text themselves.
_FRAMES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"})

#: The space between an abbreviation and its number (`s. 12`), where no line may end.
_UNBROKEN = re.compile(r"(?<=\b[^\W\d_]\.) (?=\d)|(?<=\b[^\W\d_]{2}\.) (?=\d)")


@dataclass(frozen=True)
class Document:
    """The HTML of a book's body, and the images that it shows, by the names of their files."""

    html: str
    images: Mapping[str, bytes]


def compose(chapters: Sequence[Chapter], rules: Rules, pictures: Mapping[str, bytes], site_url: str) -> Document:
    """The chapters as one document; `pictures` are the site's images by their path below its root.

    A link to what is not in the book leads to the site at `site_url`; where that is empty, it becomes plain text. An
    image that is not at hand becomes its words.
    """
    nodes: list[Node | str] = []
    targets: dict[str, str] = {}
    images = dict(pictures)
    for number, chapter in enumerate(chapters, 1):
        cleaned = clean(parse(chapter.html), rules)
        placed = place(chapter, number, cleaned.nodes)
        nodes += placed.nodes
        targets |= placed.targets
        images |= {name: drawing.encode() for name, drawing in cleaned.drawings.items()}
    used = {found for node in walk(nodes) if (found := _target(node, targets))}
    html = render(rewrite(nodes, _Linker(targets, used, images, site_url).rule))
    return Document(_UNBROKEN.sub("\u00a0", html), images)


def _target(node: Node, targets: Mapping[str, str]) -> str | None:
    """The id in the book that a link leads to; the page's where the place on it is not there."""
    address = unquote(node.attributes.get("href", ""))
    page = urldefrag(address).url.removesuffix("index.html")
    return targets.get(address) or targets.get(page)


class _Linker:
    """Turns links and images inwards, and takes out the ids that no link leads to."""

    def __init__(self, targets: Mapping[str, str], used: set[str], images: Mapping[str, bytes], site_url: str) -> None:
        self.targets = targets
        self.used = used
        self.images = images
        self.site_url = site_url

    def rule(self, node: Node) -> Nodes:
        """An element with its link and its id in order."""
        attributes, children = dict(node.attributes), rewrite(node.children, self.rule)
        if node.tag == "img":
            attributes["src"] = unquote(attributes.get("src", "")).removeprefix(ROOT)
            if attributes["src"] not in self.images:
                return (attributes.get("alt", ""),)
        if "href" in attributes:
            href = self._href(node)
            if not href:
                return children
            attributes["href"] = href
        listed = node.tag in _HEADINGS and "unlisted" not in node.classes
        if node.id and node.id not in self.used and not listed:
            del attributes["id"]
        elif node.id and node.tag not in _ANCHORED:
            del attributes["id"]
            children = _with_anchor(children, Node("span", {"id": node.id}))
        return (Node(node.tag, attributes, children),)

    def _href(self, node: Node) -> str:
        found = _target(node, self.targets)
        if found:
            return f"#{found}"
        href = node.attributes["href"]
        if href.startswith(ROOT):
            return self.site_url + href.removeprefix(ROOT) if self.site_url else ""
        return href


def _with_anchor(children: Nodes, anchor: Node) -> Nodes:
    """The content of an element with an empty anchor as deep as text may stand."""
    for position, child in enumerate(children):
        if isinstance(child, Node) and (child.tag in _FRAMES or child.tag in ("li", "dt", "th", "td")):
            inner = Node(child.tag, child.attributes, _with_anchor(child.children, anchor))
            return (*children[:position], inner, *children[position + 1 :])
    return (anchor, *children)
