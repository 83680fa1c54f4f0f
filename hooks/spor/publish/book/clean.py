"""What of a rendered page stands in a book, and how: no aids of the screen, panels in short, drawings as images."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from spor.publish.book.figures import alternative, drawing, is_figure
from spor.publish.book.panels import kind_of, short_panel
from spor.publish.book.tables import with_widths
from spor.publish.book.tree import Node, Nodes, element, rewrite, walk

#: What works on a screen only. `spor-screen` is there for whatever a page wants to keep out of books.
_SCREEN_TAGS = frozenset(
    {"audio", "button", "canvas", "dialog", "embed", "form", "iframe", "input", "nav", "object", "script", "select"}
    | {"style", "svg", "template", "textarea", "video"}
)
_SCREEN_CLASSES = frozenset(
    {"headerlink", "footnote-backref", "spor-card", "spor-hidden", "spor-kicker", "spor-map", "spor-mark"}
    | {"spor-notes", "spor-screen", "spor-chapter"}
)
#: What only frames its content, if nothing leads to it and the book has no name for it.
_FRAME_TAGS = frozenset({"article", "aside", "details", "div", "header", "main", "section"})
#: The book's name for what the site's templates make: a function of its Typst and a class of its EPUB.
_NAMES = {
    "spor-statement": "book-statement",
    "spor-guide-question": "book-entry",
    "spor-informant": "book-entry",
    "spor-entry": "book-source",
    "spor-annotation": "book-note",
    "spor-way": "book-note",
    "spor-profile": "book-note",
    "spor-type": "book-type",
    "spor-matrix": "book-matrix",
}
_BOOK = frozenset({*_NAMES, "book-trace", "book-places", "book-ref"})
#: Attributes that mean something in a book.
_KEPT = frozenset({"id", "href", "src", "alt", "lang", "colspan", "rowspan", "scope", "start", "type"})
#: Elements whose class and language pandoc does not keep.
_UNCLASSED = frozenset({"p", "ul", "ol", "dl"})


@dataclass(frozen=True)
class Rules:
    """What the configuration says of a book's content.

    `panels` maps a kind of entity to the groups of its panel that are shown; a kind that is not there has no panel.
    `withheld` maps the file of a table to the words in its place. `styles` are the site's style sheets, for drawings.
    """

    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    styles: str = ""


@dataclass(frozen=True)
class Cleaned:
    """A page's nodes for the book, and its drawings by the name of the file that an `img` asks for."""

    nodes: Nodes
    drawings: Mapping[str, str]


def clean(nodes: Nodes, rules: Rules) -> Cleaned:
    """A rendered page as it stands in the book; ids and links are still those of the site."""
    cleaner = _Cleaner(rules)
    return Cleaned(rewrite(nodes, cleaner.rule), cleaner.drawings)


class _Cleaner:
    """Gathers the drawings of a page while its elements are rewritten."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.drawings: dict[str, str] = {}

    def rule(self, node: Node) -> Nodes:
        """What stands in the book for an element."""
        if node.tag == "svg" and is_figure(node):
            return (self._image(node, frozenset()),)
        if _is_aid(node):
            return ()
        if "spor-panel" in node.classes:
            return rewrite(short_panel(node, self.rules.panels.get(kind_of(node), ())), self.rule)
        withheld = self.rules.withheld.get(node.attributes.get("data-table", ""))
        if withheld is not None:
            return (element("p", withheld),)
        if node.tag == "figure":
            return (self._figure(node),)
        children = rewrite(node.children, self.rule)
        if node.tag == "thead":  # it is repeated on each page, and what is repeated may hold no links
            children = rewrite(children, lambda inner: inner.children if inner.tag == "a" else None)
        if "footnote" in node.classes:
            notes = [inner for inner in walk(children) if inner.tag == "li"]
            return tuple(Node("aside", {"epub:type": "footnote", "id": note.id}, note.children) for note in notes)
        if node.tag in _FRAME_TAGS and not node.id and "lang" not in node.attributes and not node.classes & _BOOK:
            return children
        if "spor-permalink" in node.classes or node.tag == "q":  # ours has its marks; pandoc would add others
            return children
        if node.tag == "summary":
            return (element("p", element("strong", *children)),)
        if "footnote-ref" in node.classes:
            return (Node("a", {"epub:type": "noteref", "href": node.attributes.get("href", "")}, children),)
        made = _named(node, children)
        return (with_widths(made) if made.tag == "table" and "book-matrix" not in made.classes else made,)

    def _figure(self, node: Node) -> Node:
        """A figure; its drawing knows the classes of the figure around it."""
        children = [
            self._image(child, node.classes) if isinstance(child, Node) and child.tag == "svg" else child
            for child in node.children
        ]
        return Node("figure", children=rewrite(children, self.rule))

    def _image(self, node: Node, around: frozenset[str]) -> Node:
        file = drawing(node, around, self.rules.styles)
        name = f"figure-{hashlib.sha256(file.encode()).hexdigest()[:12]}.svg"
        self.drawings[name] = file
        return Node("img", {"src": f"/{name}", "alt": alternative(node)})


def _is_aid(node: Node) -> bool:
    """Whether an element only serves whoever reads on a screen; a line that no search shall find does."""
    if node.tag in _SCREEN_TAGS or node.classes & _SCREEN_CLASSES or "hidden" in node.attributes:
        return True
    return node.tag in ("p", "span") and "data-search-exclude" in node.attributes


def _named(node: Node, children: Nodes) -> Node:
    """An element with the book's name for it, and with what else pandoc can make use of."""
    kept = {key: value for key, value in node.attributes.items() if key in _KEPT}
    name = " ".join(sorted({_NAMES.get(known, known) for known in node.classes if known in _BOOK}))
    outer = {"class": name} if name else {}
    if node.tag in _UNCLASSED and (name or "lang" in kept):
        outer |= {"lang": kept.pop("lang")} if "lang" in kept else {}
        return Node("div", outer, (Node(node.tag, kept, children),))
    return Node("div" if node.tag in _FRAME_TAGS else node.tag, kept | outer, children)
