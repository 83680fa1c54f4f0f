"""HTML as trees of lxml: read, asked and made (`E.p(E.strong("so"), " it is")`)."""

from lxml.html import HtmlElement, HTMLParser, fragment_fromstring
from lxml.html.builder import E

__all__ = ["BLOCKS", "HEADINGS", "E", "HtmlElement", "lifted", "parse", "replace"]

_PARSER = HTMLParser(remove_comments=True, remove_pis=True)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that stand between paragraphs; all others stand within them.
BLOCKS = HEADINGS | frozenset(
    {"article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "footer", "header", "hr", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "table", "ul"}
)


def parse(html: str) -> HtmlElement:
    """A `div` with what the fragment of HTML holds, without its comments."""
    return fragment_fromstring(html, create_parent="div", parser=_PARSER)


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
