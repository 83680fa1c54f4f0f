"""The first paragraph of a page as plain text: what the page is about, for search engines and for exports."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: A paragraph with an address of its own is one of the text's; one with a class is part of a panel or the like.
_PARAGRAPH = re.compile(r'<p(?: id="[^"]*")?>.*?(?=</p>|\Z)', re.DOTALL)
#: The end of a sentence, and not of `s. 21` or of an initial; what a sentence begins with depends on the language.
_SENTENCE = r"(?<=[^\s.(]{{2}})[.?!](?= [{capitals}])"


class _Text(HTMLParser):
    """Collects the text of the paragraph that it is fed, without what shows only on hover and numbers of footnotes."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "p":
            self.parts, self._inside = [], True
        elif self._hidden or tag == "sup" or "data-search-exclude" in given:
            self._hidden += tag not in ("br", "img", "hr", "wbr")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.parts.append(data)


def summary(html: str) -> str:
    """The first paragraph of a page's content that has text; empty for a page that begins with something else.

    `html` is the content as rendered. A paragraph with a class is part of a panel or the like and does not count.
    """
    for paragraph in _PARAGRAPH.finditer(html):
        reader = _Text()
        reader.feed(paragraph[0])
        reader.close()
        text = " ".join("".join(reader.parts).split())
        if text:
            return text
    return ""


def shorten(text: str, limit: int, capitals: str) -> str:
    """`text` within `limit` characters: whole sentences if one fits, else whole words and an ellipsis.

    `capitals` is what a sentence begins with."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in re.compile(_SENTENCE.format(capitals=capitals)).finditer(text, 0, limit)]
    if ends and ends[-1] > limit // 3:
        return text[: ends[-1]]
    return text[: text.rfind(" ", 0, limit)].rstrip(" ,;:–") + " …"
