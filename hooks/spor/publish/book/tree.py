"""HTML as an immutable tree: parsed, walked, rewritten and written out again.

The parser is the standard library's. It expects what Python-Markdown and our templates write: elements that are
closed, in the order in which they were opened. An end tag without a beginning is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from types import MappingProxyType

#: Elements that have no content and no end tag.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: HTML knows no capitals, SVG does: its names as SVG writes them.
_SVG_NAMES = {
    name.lower(): name
    for name in (
        "attributeName", "clipPath", "clipPathUnits", "foreignObject", "gradientTransform", "gradientUnits",
        "linearGradient", "markerHeight", "markerUnits", "markerWidth", "maskUnits", "patternContentUnits",
        "patternTransform", "patternUnits", "preserveAspectRatio", "radialGradient", "refX", "refY", "spreadMethod",
        "textLength", "textPath", "viewBox",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """An element: its tag and attributes as HTML writes them, and what it holds."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    children: tuple[Node | str, ...] = ()

    @property
    def id(self) -> str:
        """The element's id, or nothing."""
        return self.attributes.get("id", "")

    @property
    def classes(self) -> frozenset[str]:
        """The names in the attribute `class`."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All text within, in order."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


Nodes = tuple[Node | str, ...]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str], list[Node | str]]] = [("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag in _VOID:
            self.close_last()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.close_last()

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _, _ in self.open):
            while self.close_last() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)

    def close_last(self) -> str:
        tag, attributes, children = self.open.pop()
        self.open[-1][2].append(Node(tag, MappingProxyType(attributes), tuple(children)))
        return tag


def element(tag: str, *children: Node | str, name: str = "") -> Node:
    """A new element of class `name`."""
    return Node(tag, {"class": name} if name else {}, children)


def parse(html: str) -> Nodes:
    """The nodes of a fragment of HTML; comments are left out."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    while len(parser.open) > 1:
        parser.close_last()
    return tuple(parser.open[0][2])


def render(nodes: Iterable[Node | str]) -> str:
    """The HTML of the nodes."""
    return "".join(_html(node, xml=False) for node in nodes)


def svg(node: Node) -> str:
    """An `svg` element as a file of its own."""
    attributes = {"xmlns": "http://www.w3.org/2000/svg", **node.attributes}
    return _html(Node(node.tag, attributes, node.children), xml=True)


def _html(node: Node | str, xml: bool) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    names = _SVG_NAMES if xml else {}
    tag = names.get(node.tag, node.tag)
    attributes = "".join(f' {names.get(name, name)}="{escape(value)}"' for name, value in node.attributes.items())
    if not xml and node.tag in _VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{''.join(_html(child, xml) for child in node.children)}</{tag}>"


def walk(nodes: Iterable[Node | str]) -> Iterator[Node]:
    """Every element, each before what it holds."""
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from walk(node.children)


def rewrite(nodes: Iterable[Node | str], rule: Callable[[Node], Nodes | None]) -> Nodes:
    """The nodes with each element replaced by what `rule` makes of it; where that is None, the rule goes on within."""
    result: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str):
            result.append(node)
            continue
        made = rule(node)
        if made is None:
            made = (Node(node.tag, node.attributes, rewrite(node.children, rule)),)
        result += made
    return tuple(result)
