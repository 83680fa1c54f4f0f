"""The backlinks of an entity as a book shows them: a line a group, with the first link of each item."""

from __future__ import annotations

from collections.abc import Collection

from spor.publish.book.trees import E, HtmlElement, classes, lifted, text_of

#: Groups that list places in the text; the PDF shows these as page numbers.
_PLACES = frozenset({"mentioned", "cited"})


def short_backlinks(panel: HtmlElement, names: Collection[str]) -> HtmlElement:
    """The groups of a panel whose names are among `names`; an empty element where the panel has none of them."""
    groups = [node for node in panel.iter("div") if _modifier(node, "spor-group--") in names]
    return E.div({"class": "book-trace"}, *map(_line, groups))


def kind_of(panel: HtmlElement) -> str:
    """The kind of entity that a panel belongs to."""
    return _modifier(panel, "spor-panel--")


def _modifier(node: HtmlElement, prefix: str) -> str:
    return next((name.removeprefix(prefix) for name in sorted(classes(node)) if name.startswith(prefix)), "")


def _line(group: HtmlElement) -> HtmlElement:
    title = next((text_of(node) for node in group.iter("p") if "spor-group__title" in classes(node)), "")
    line = E.span({"class": "book-places"} if _modifier(group, "spor-group--") in _PLACES else {})
    for link in [link for item in group.iter("li") if (link := _first_link(item)) is not None]:
        if len(line):
            line[-1].tail = "; "
        line.append(E.span(lifted(link), {"class": "book-ref"}) if link.tag == "a" else lifted(link))
    return E.p(E.strong(f"{title}:"), " ", line)


def _first_link(item: HtmlElement) -> HtmlElement | None:
    """The first link of a list item, or its first citation as a whole."""
    return next((node for node in item.iterdescendants() if node.tag == "a" or "spor-cite" in classes(node)), None)
