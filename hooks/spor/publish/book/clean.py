"""What of a rendered page stands in a book, and how: no aids of the screen, panels in short, drawings as images."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import E

from spor.publish.book.figures import alternative, drawing_file, is_figure, read_drawing, set_widths
from spor.publish.html import BLOCKS, parse

#: What works on a screen only. `spor-screen` is there for whatever a page wants to keep out of books.
_SCREEN_TAGS = frozenset(
    {"audio", "button", "canvas", "dialog", "embed", "form", "iframe", "input", "nav", "object", "script", "select"}
    | {"style", "template", "textarea", "video"}
)
_SCREEN_CLASSES = frozenset(
    {"headerlink", "footnote-backref", "spor-card", "spor-chain-link", "spor-hidden", "spor-kicker", "spor-map"}
    | {"spor-mark", "spor-notes", "spor-screen", "spor-chapter", "spor-cited", "spor-columns"}
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
    "spor-editors": "book-editors",
    "spor-editors__name": "book-editors-name",
    "spor-matrix": "book-matrix",
}
_BOOK = frozenset({*_NAMES, *_NAMES.values(), "book-trace", "book-places", "book-ref"})
#: Attributes that mean something in a book.
_ATTRIBUTES = frozenset({"id", "href", "src", "alt", "lang", "colspan", "rowspan", "scope", "start", "type"})
#: Those that must be numbers.
_NUMBERS = frozenset({"colspan", "rowspan", "start"})
#: Elements that a book has; of others, it has the content only (`q` too: ours has its marks, readers would add others).
_KNOWN = BLOCKS | frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "caption", "cite", "code", "col", "colgroup", "del", "dfn", "em"}
    | {"figcaption", "i", "img", "ins", "kbd", "mark", "s", "samp", "small", "span", "strong", "sub", "summary", "sup"}
    | {"tbody", "td", "tfoot", "th", "thead", "tr", "u", "var", "wbr"}
)
#: The groups of a panel that list places in the text; the PDF shows these as page numbers.
_PLACES = frozenset({"mentioned", "cited"})
#: The first link of each list item, or its first citation as a whole.
_FIRST_LINKS = ".//li/descendant::*[self::a or contains(concat(' ', @class, ' '), ' spor-cite ')][1]"
#: The parser would take the capitals off the names within a drawing, so that drawings are taken out before it reads.
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Rules:
    """What the configuration says of a book's content.

    `panels` maps a kind of entity to the groups of its panel that are shown; a kind that is not there has no panel.
    `withheld` maps the file of a table to the words in its place. `styles` are the site's style sheets, for drawings.
    """

    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    styles: str = ""


def clean(html: str, rules: Rules) -> tuple[HtmlElement, Mapping[str, str]]:
    """A rendered page as it stands in the book, its ids and links still the site's; its drawings by their files' names.

    Raises RuntimeError where no style sheet says how a drawing looks.
    """
    drawings: list[Any] = []

    def taken_out(match: re.Match[str]) -> str:
        """What holds the place of an `svg`: nothing where it is an aid of the screen."""
        drawing = read_drawing(match[0])
        if drawing is None or not is_figure(drawing):
            return ""
        drawings.append(drawing)
        return f'<img data-book-drawing="{len(drawings) - 1}">'

    root = parse(_SVG.sub(taken_out, html))
    for node in list(root.iterdescendants()):
        _take_out(node, rules)
    files = dict(_shown(image, drawings, rules.styles) for image in root.xpath(".//img[@data-book-drawing]"))
    for node in reversed(list(root.iterdescendants())):  # what an element becomes depends on what it holds
        _name(node)
    return root, files


def _take_out(node: HtmlElement, rules: Rules) -> None:
    """Takes out an aid of the screen, and what the book has in short or not at all."""
    withheld = rules.withheld.get(node.get("data-table", ""))
    unsearched = node.tag == "p" and "data-search-exclude" in node.attrib  # it helps on a screen only
    if unsearched or node.tag in _SCREEN_TAGS or "hidden" in node.attrib or _SCREEN_CLASSES & {*node.classes}:
        node.drop_tree()
    elif "spor-panel" in node.classes:
        short = _short(node, rules.panels.get(_modifier(node, "spor-panel--"), ()))
        replace(node, *[short] if len(short) else [])
    elif "spor-warrant" in node.classes:
        # between the link and the words, which a style sheet sets apart; these keep their language
        node[0].tail, node[1].tag = " ", "span"
    elif withheld is not None:
        replace(node, E.p(withheld))


def _shown(image: HtmlElement, drawings: list[Any], styles: str) -> tuple[str, str]:
    """The name and the content of the file of a drawing, whose image gets that and the words."""
    drawing = drawings[int(image.get("data-book-drawing"))]
    around = frozenset(name for above in image.iterancestors() for name in above.classes)
    file = drawing_file(drawing, around, styles)
    name = f"figure-{hashlib.sha256(file.encode()).hexdigest()[:12]}.svg"
    replace(image, E.img(src=f"/{name}", alt=alternative(drawing)))
    return name, file


def _name(node: HtmlElement) -> None:
    """Gives an element, whose content is clean, the book's name and what else the book makes use of."""
    names = frozenset(node.classes)
    if node.tag == "thead":  # it is repeated on each page, and what is repeated may hold no links
        for link in list(node.iter("a")):
            link.drop_tag()
    if "footnote" in names:
        notes = [
            E.aside(note.text or "", *note, id=note.get("id", ""), role="doc-footnote") for note in node.iter("li")
        ]
        replace(node, *notes)
    elif "spor-permalink" in names or node.tag not in _KNOWN:
        node.drop_tag()
    else:
        _keep(node, names)


def _keep(node: HtmlElement, names: frozenset[str]) -> None:
    """Takes away what means nothing in a book: attributes, names, and elements that only frame others."""
    attributes = {name: value for name, value in node.attrib.items() if name in _ATTRIBUTES}
    for name in attributes.keys() & _NUMBERS:
        if not re.fullmatch("[1-9][0-9]*", attributes[name]):
            del attributes[name]
    if node.tag == "a":
        attributes |= {"role": "doc-noteref"} if "footnote-ref" in names else {}
    elif called := " ".join(sorted({_NAMES.get(name, name) for name in names & _BOOK})):
        attributes["class"] = called
    node.attrib.clear()
    node.attrib.update(attributes)
    if node.tag == "summary" and any(inner.tag in BLOCKS for inner in node):
        node.tag = "div"
    elif node.tag == "summary":
        node.tag = "strong"
        paragraph = E.p()
        node.addprevious(paragraph)
        paragraph.append(lifted(node))
    elif node.tag == "table" and "book-matrix" not in attributes.get("class", ""):
        set_widths(node)
    elif node.tag in _FRAME_TAGS and attributes:
        node.tag = "div"
    elif node.tag in _FRAME_TAGS and any(inner.tag in BLOCKS for inner in node):
        node.drop_tag()
    elif node.tag in _FRAME_TAGS:
        node.tag = "p"


def _short(panel: HtmlElement, names: Collection[str]) -> HtmlElement:
    """The groups of an entity's panel whose names are among `names`, each as a line; empty where there are none."""
    groups = [node for node in panel.iter("div") if _modifier(node, "spor-group--") in names]
    return E.div({"class": "book-trace"}, *map(_line, groups))


def _modifier(node: HtmlElement, prefix: str) -> str:
    """What the kind of a panel or of a group is, as its class says it."""
    return next((name.removeprefix(prefix) for name in sorted(node.classes) if name.startswith(prefix)), "")


def _line(group: HtmlElement) -> HtmlElement:
    """The title of a group, without the number that a folded one tells, and the first link of each item."""
    titles = [node.text_content() for node in group.iter("p", "summary") if "spor-group__title" in node.classes]
    title = re.sub(r"\s*\(\d+\)$", "", titles[0].strip())
    line = E.span({"class": "book-places"} if _modifier(group, "spor-group--") in _PLACES else {})
    for link in group.xpath(_FIRST_LINKS):
        if len(line):
            line[-1].tail = "; "
        line.append(E.span(lifted(link), {"class": "book-ref"}) if link.tag == "a" else lifted(link))
    return E.p(E.strong(f"{title}:"), " ", line)


def lifted(node: HtmlElement) -> HtmlElement:
    """An element that is to stand elsewhere, without the text that follows it."""
    node.drop_tree()
    node.tail = None
    return node


def replace(node: HtmlElement, *others: HtmlElement) -> None:
    """Puts other elements in the place of one; the text that follows it stays."""
    for other in others:
        node.addprevious(other)
    node.drop_tree()
