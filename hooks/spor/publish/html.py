"""The HTML of a page: as a tree of lxml, in short (its first paragraph as plain text), and what it contains."""

import re
from collections.abc import Mapping
from typing import Any

from lxml.html import HtmlElement, HTMLParser, fragment_fromstring
from markdown.extensions.toc import nest_toc_tokens
from markupsafe import escape

_PARSER = HTMLParser(remove_comments=True, remove_pis=True)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that stand between paragraphs; all others stand within them.
BLOCKS = HEADINGS | frozenset(
    {"article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "footer", "header", "hr", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "table", "ul"}
)
#: A paragraph with an address of its own is one of the text's; one with a class is part of a panel or the like.
_PARAGRAPH = re.compile(r'<p(?: id="[^"]*")?>.*?(?=</p>|\Z)', re.DOTALL)
_EMPTY = re.compile(r"\s*\([\s,;]*\)")
#: The end of a sentence, and not of `s. 21` or of an initial; what a sentence begins with depends on the language.
_SENTENCE = r"(?<=[^\s.(]{{2}})[.?!](?= [{capitals}])"


def parse(html: str) -> HtmlElement:
    """A `div` with what the fragment of HTML holds, without its comments."""
    return fragment_fromstring(html, create_parent="div", parser=_PARSER)


def summary(html: str) -> str:
    """The first paragraph of a page's content that has text; empty for a page that begins with something else.

    `html` is the content as rendered. A paragraph with a class is part of a panel or the like and does not count.
    """
    for paragraph in _PARAGRAPH.finditer(html):
        root = parse(paragraph[0])
        for beside in root.xpath(".//sup | .//*[@data-search-exclude]"):  # numbers of footnotes, and what hovers
            beside.drop_tree()
        if text := without_empty_brackets(" ".join(root.text_content().split())):
            return text
    return ""


def without_empty_brackets(text: str) -> str:
    """A text without the brackets around what was taken out of it."""
    return _EMPTY.sub("", text)


def shorten(text: str, limit: int, capitals: str) -> str:
    """`text` within `limit` characters: whole sentences if one fits, else whole words and an ellipsis.

    `capitals` is what a sentence begins with."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in re.compile(_SENTENCE.format(capitals=capitals)).finditer(text, 0, limit)]
    if ends and ends[-1] > limit // 3:
        return text[: ends[-1]]
    return text[: text.rfind(" ", 0, limit)].rstrip(" ,;:–") + " …"


def contents(html: str, known: Mapping[str, str]) -> list[Any] | None:
    """The headings of a page as Python-Markdown's `toc_tokens` have them, with those that views want listed.

    `known` maps the ids of the headings that are listed already to their titles. None where no view asks for any.
    """
    if "data-contents" not in html:
        return None
    headings = ((node, node.get("id", "")) for node in parse(html).iter(*HEADINGS))
    tokens: list[Any] = [
        {"level": int(node.tag[1]), "id": name, "name": known.get(name) or _as_html(node.text_content())}
        for node, name in headings
        if name in known or "data-contents" in node.attrib
    ]
    return nest_toc_tokens(tokens)


def _as_html(text: str) -> str:
    """A text on one line, escaped: the theme prints titles as they are."""
    return str(escape(" ".join(text.split())))
