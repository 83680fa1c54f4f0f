"""The first paragraph of a page as plain text: what the page is about, for search engines and for exports."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class _Text(HTMLParser):
    """Collects the text of the paragraph that it is fed, without what is shown only on hover or to screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "p":
            self.parts, self._inside = [], True
        elif self._hidden or "data-search-exclude" in given or "headerlink" in (given.get("class") or ""):
            self._hidden += tag not in ("br", "img", "hr", "wbr")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.parts.append(data)


def summary(html: str) -> str:
    """The first paragraph of a page's content that has text; empty for a page that begins with something else.

    `html` is the content as rendered. What comes after a second heading or within a panel is no summary.
    """
    lead = re.split("<h2|<aside", html, maxsplit=1)[0]
    start = 0
    while (begin := lead.find("<p>", start)) >= 0:
        end = lead.find("</p>", begin)
        reader = _Text()
        reader.feed(lead[begin:end])
        reader.close()
        text = " ".join("".join(reader.parts).split())
        if text:
            return text
        start = end
    return ""


def shorten(text: str, limit: int) -> str:
    """`text` within `limit` characters: whole sentences if one fits, else whole words and an ellipsis."""
    if len(text) <= limit:
        return text
    sentence = max(text.rfind(f"{sign} ", 0, limit) for sign in ".?!")
    if sentence > limit // 3:
        return text[: sentence + 1]
    return text[: text.rfind(" ", 0, limit)].rstrip(" ,;:–") + " …"
