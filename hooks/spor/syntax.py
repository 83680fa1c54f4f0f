"""What a writer types: links, citations, locators, headings and views, as patterns and plain parsers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

#: `[[id]]` or `[[id|text]]`; in a table the bar is written `\|`.
LINK = r"(?<!\\)\[\[(?P<target>[^\[\]|\\\n]+?)(?:\\?\|(?P<text>[^\[\]]+?))?\]\]"
#: `[@key, s. 1]`, `[Elmore, sitert i @key, s. 2; @other]`; not the text of a Markdown link.
CITATION = r"(?<!\\)\[(?P<cites>(?:[^\[\]@\n]|\n(?!\n))*?(?<![\w.])@[\w](?:[^\[\]\n]|\n(?!\n))*)\](?![(\[])"
#: The front matter of a page, as MkDocs sees it.
FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
#: Where a code block begins or ends.
FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})")
#: One work within a citation.
_CITED = re.compile(r"(?P<prefix>.*?)(?<![\w.])@(?P<key>\w[\w-]*)(?:\s*,\s*(?P<locator>.*))?$", re.DOTALL)
_CODE_SPAN = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?:.(?!\n\s*\n))*?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?P<attributes>[^{}]*)\}[ \t]*$")
_IDENTIFIER = re.compile(r"(?:^|\s)#(?P<id>[^\s.=}]+)")
_VIEW = re.compile(r"^/// view \| (?P<call>.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Cited:
    """One work in a citation: its bib key, where in it (`s. 257`), and what stands before (`Elmore, sitert i`)."""

    key: str
    locator: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of a page; `anchor` is the id that the writer gave it, or empty."""

    level: int
    text: str
    anchor: str
    line: int


class Lines:
    """Turns an offset in a text into a line number (the first line is `first`)."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._first = first

    def __call__(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1 + self._first


def parse_citation(raw: str) -> tuple[Cited, ...]:
    """The works in `raw`, a citation without its brackets; empty if one of them names no key."""
    cited = []
    for part in raw.split(";"):
        match = _CITED.match(part.strip())
        if not match:
            return ()
        prefix = " ".join(match["prefix"].split()).removesuffix("-").strip()
        cited.append(Cited(match["key"], " ".join((match["locator"] or "").split()), prefix))
    return tuple(cited)


def without_code(text: str) -> str:
    """`text` with code blocks, code spans and comments blanked out; every offset stays where it was."""
    lines, fence = [], ""
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line)
        inside = bool(fence)
        if match and not fence:
            fence, inside = match["mark"], True
        elif match and match["mark"].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        lines.append(_blank(line) if inside else line)
    masked = _COMMENT.sub(lambda match: _blank(match[0]), "".join(lines))
    return _CODE_SPAN.sub(lambda match: _blank(match[0]), masked)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def headings(masked: str, first: int = 1) -> tuple[Heading, ...]:
    """The `#` headings of a text that :func:`without_code` has gone over, in order."""
    found = []
    for number, line in enumerate(masked.split("\n"), first):
        match = _HEADING.match(line)
        if not match:
            continue
        text, anchor = match["text"], ""
        attributes = _ATTRIBUTES.search(text)
        if attributes:
            text = text[: attributes.start()]
            identifier = _IDENTIFIER.search(attributes["attributes"])
            anchor = identifier["id"] if identifier else ""
        found.append(Heading(len(match["marks"]), text.strip(), anchor, number))
    return tuple(found)


def views(masked: str, first: int = 1) -> tuple[tuple[str, int], ...]:
    """The calls of views (`/// view | call`) in a text without code, each with its line."""
    line = Lines(masked, first)
    return tuple((match["call"], line(match.start())) for match in _VIEW.finditer(masked))


def section_anchor(section_id: str) -> str:
    """The id in the page of a section: `§5.2.1` stands at `s5-2-1`."""
    return "s" + section_id.removeprefix("§").replace(".", "-")
