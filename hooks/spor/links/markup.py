"""Finds the links and ids in HTML, SVG and XML, and the links in CSS and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

#: Attributes that hold one URL, several with descriptors, or ids of the same page (HTML, SVG and ARIA).
_URL = {"href", "xlink:href", "src", "poster", "data", "action", "formaction", "cite", "longdesc", "background"}
_SET = {"srcset", "imagesrcset"}
_IDS = {"for", "headers", "list"} | {
    f"aria-{name}" for name in ("controls", "describedby", "details", "labelledby", "owns")
}

_CSS = re.compile(
    r"""/\*.*?\*/ | url\(\s*(?P<q>["']?)(?P<url>.*?)(?P=q)\s*\) | @import\s+(?P<q2>["'])(?P<import>.*?)(?P=q2)""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*url\s*=\s*['\"]?(?P<url>[^'\"]*)", re.IGNORECASE)

Found = Iterator[tuple[str, int]]


def css_links(text: str, first: int = 1) -> Found:
    """Each `url(…)` and `@import "…"` of a style sheet that begins on line `first`, with its line."""
    for match in _CSS.finditer(text):
        url = match["url"] or match["import"]
        if url:
            yield url, first + text.count("\n", 0, match.start())


def absolute_links(text: str, site_url: str, first: int = 1) -> Found:
    """Each URL below `site_url` that is written out in any text, with its line; text ends one at a bracket or comma."""
    for match in re.finditer(re.escape(site_url) + r"[^\s\"'`<>()\[\]{}|\\^,;]*", text):
        yield match[0].rstrip(".:!?»"), first + text.count("\n", 0, match.start())


class Markup(HTMLParser):
    """Collects from one file: `links` and `anchors`, each a pair of a URL or an id and its line.

    What is a URL by the standard is taken as it stands; any other attribute and all text is searched for
    URLs below `site_url`, as JSON-LD, citations and `og:` properties have them.
    """

    def __init__(self, site_url: str) -> None:
        super().__init__()
        self.site_url = site_url
        self.links: list[tuple[str, int]] = []
        self.anchors: list[tuple[str, int]] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes the links and ids of an element."""
        line = self.getpos()[0]
        self._in_style = tag == "style"
        values = {name: value for name, value in attrs if value is not None}
        for name, value in values.items():
            self.links += [(url, line) for url in self._attribute(tag, name, value, values)]
        names = (values.get("id"), values.get("name") if tag == "a" else None)
        self.anchors += [(name, line) for name in dict.fromkeys(names) if name is not None]

    def _attribute(self, tag: str, name: str, value: str, values: dict[str, str]) -> list[str]:
        if name in _URL and (name != "data" or tag == "object"):
            return [value]
        if name in _SET:
            return [part.split()[0] for part in value.split(",") if part.strip()]
        if name in _IDS:
            # Material labels a list of sections that it may not have drawn: ids in `__` are its own
            return [f"#{identifier}" for identifier in value.split() if not identifier.startswith("__")]
        if name == "style":
            return [url for url, _ in css_links(value)]
        refresh = _REFRESH.match(value) if values.get("http-equiv", "").lower() == "refresh" else None
        if name == "content" and refresh:
            return [refresh["url"]]
        return [url for url, _ in absolute_links(value, self.site_url)]

    def handle_endtag(self, tag: str) -> None:
        """Ends a style sheet."""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Takes the links of a style sheet, or those written out in the text."""
        first = self.getpos()[0]
        self.links += css_links(data, first) if self._in_style else absolute_links(data, self.site_url, first)
