"""The panel «Spor» as a book shows it: a line a group, with the first link of each item."""

from __future__ import annotations

from collections.abc import Iterable

from spor.publish.book.tree import Node, Nodes, element, walk

#: Groups that list places in the text; the PDF shows these as page numbers.
_PLACES = frozenset({"mentioned", "cited"})


def short_panel(panel: Node, shown: Iterable[str]) -> Nodes:
    """The groups of a panel that are `shown`, by their names; nothing where the panel has none of them."""
    lines = [_line(group) for group in walk(panel.children) if "spor-group" in group.classes and _name(group) in shown]
    return (element("div", *lines, name="book-trace"),) if lines else ()


def kind_of(panel: Node) -> str:
    """The kind of entity that a panel belongs to."""
    return _modifier(panel, "spor-panel--")


def _name(group: Node) -> str:
    return _modifier(group, "spor-group--")


def _modifier(node: Node, prefix: str) -> str:
    return next((name.removeprefix(prefix) for name in sorted(node.classes) if name.startswith(prefix)), "")


def _line(group: Node) -> Node:
    inner = list(walk(group.children))
    title = next((node.text for node in inner if "spor-group__title" in node.classes), "")
    links = [link for node in inner if node.tag == "li" and (link := _first_link(node))]
    items = [element("span", link, name="book-ref") if link.tag == "a" else link for link in links]
    parts = [part for item in items for part in ("; ", item)][1:]
    listed = element("span", *parts, name="book-places" if _name(group) in _PLACES else "")
    return element("p", element("strong", f"{title}:"), " ", listed)


def _first_link(item: Node) -> Node | None:
    """The first link of a list item, or its first citation as a whole."""
    return next((node for node in walk(item.children) if node.tag == "a" or "spor-cite" in node.classes), None)
