"""Finds what was meant as a table, a list or a heading, and Markdown takes for running text: its marks would be shown.

The blocks of a page tell, as Python-Markdown's own parser has made them: what stands in a paragraph is no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from spor.read.syntax import LINK, blank_code
from spor.trace.block import Block

#: Blocks of running text.
_TEXTS = frozenset({"paragraph", "item", "definition", "footnote"})
#: The line below a table's head; some editors make dashes of its hyphens.
_RULE = re.compile(r"(?=.*\|)(?=.*[-–—])[ \t|:–—-]+")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
#: A row that stands alone: three bars at the least, and spaces within the outer ones.
_WIDE_ROW = re.compile(r"[ \t]*\|[ \t].*[ \t]\|.*[ \t]\|[ \t]*")
_HEADING = re.compile(r"[ \t]*(?P<marks>#{1,6})[ \t]+\S.*")
_BULLET = re.compile(r"[ \t]*(?:(?P<mark>[-*+•·–—])[ \t\u00a0]+|(?P<tight>[-•·])(?=\w))")
_NUMBER = re.compile(r"[ \t]*(?:(?P<number>\d{1,2})(?P<sign>[.)])(?!\d)|(?P<letter>[a-z])\))[ \t]*(?=\S)")
#: What begins a list right below a line that announces one.
_FIRST = re.compile(r"[ \t]*(?:[-*+]|1[.)])[ \t]+\S")
#: A line after which a new one begins on the page as well.
_BROKEN = re.compile(r"(?:[ ]{2}|<br[ ]*/?>[ \t]*)$")
#: Prose, where code could stand: a sentence or more, of five words at least, without the signs of code.
_SENTENCE = re.compile(r"[A-ZÆØÅ«“](?=(?:\S+\s+){4,})[^{}<>=;$|\\_]*[.?!:…»”]")
_ATTRIBUTES = re.compile(r"(?:.*\S[ ])?\{[#.][\w-]+\}[ \t]*")
_LIST = "put an empty line before the list, and begin each item with '- ' or '1. '"


def unmarked(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """The line of each thing in the `blocks` of a page that is none to Markdown, with what to do about it."""
    for block in blocks:
        if block.kind == "code" and _SENTENCE.fullmatch(block.source.strip()):
            yield block.line, "this text is shown as code: begin its lines without four spaces or a tab"
        if block.kind in _TEXTS and (found := _first(_lines(block.source))):
            offset, what = found
            yield block.line + offset, what


def _lines(source: str) -> list[str]:
    """The lines of a block's source, without code, and with no bars but those of a table."""
    return re.sub(LINK, lambda match: match[0].replace("|", " "), blank_code(source)).split("\n")


def _first(lines: list[str]) -> tuple[int, str] | None:
    """The first line of a block of running text that was meant otherwise; one message is enough for a block."""
    for number, line in enumerate(lines):
        if _ATTRIBUTES.fullmatch(line) and (len(lines) == 1 or line.strip()[0] != "{"):
            return (
                number,
                f"'{line.strip()[-60:]}': an id in braces stands after a heading, or on the last line of a text",
            )
        if _RULE.fullmatch(line) or _WIDE_ROW.fullmatch(line):
            return number, f"'{line.strip()[:60]}' belongs to no table: {_TABLE}"
        if match := _HEADING.fullmatch(line):
            return number, f"'{line.strip()[:60]}' is no heading: begin the line with '{match['marks']}'"
    for number, (before, line) in enumerate(pairwise(lines), 1):
        if _ROW.fullmatch(before) and _ROW.fullmatch(line):
            return number - 1, f"'{before.strip()[:60]}' belongs to no table: {_TABLE}"
        if not _BROKEN.search(before) and _is_list(before, line):
            return number, f"'{line.strip()[:60]}' is shown in one line with what stands before it: {_LIST}"
    return None


_TABLE = (
    "a table has an empty line before it, a head, below it a line such as '| --- | --- |' with as many cells, "
    "and then its rows"
)


def _is_list(before: str, line: str) -> bool:
    """Whether two lines of running text were meant as items of a list, or the second as its first item."""
    if _FIRST.match(line) and before.rstrip().endswith(":"):
        return True
    bullets = [_BULLET.match(each) for each in (before, line)]
    if bullets[0] and bullets[1] and bullets[0].groups() == bullets[1].groups():
        return True
    first, second = (_NUMBER.match(each) for each in (before, line))
    return bool(first and second and first["sign"] == second["sign"] and _count(second) == _count(first) + 1)


def _count(match: re.Match[str]) -> int:
    return int(match["number"]) if match["number"] else ord(match["letter"])
