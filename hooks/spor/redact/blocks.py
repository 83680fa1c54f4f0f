"""Splits a page of Markdown into the smallest parts that can be taken out whole: paragraphs, list items, rows …

It errs on the side of too much: where Python-Markdown might see one block, this never sees two.
"""

import re
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableProcessor

from spor.read.syntax import FENCED

#: What stands before the words of a line: indentation and the marks of quotations.
_LEAD = re.compile(r"[ \t]*(?:>[ \t]*)*")
_HEADING = re.compile(r"#{1,6}(?=[ \t])")
#: A list item, a definition, a footnote, an abbreviation.
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+|:[ \t]+|\[\^[^\]]+\]:[ \t]*|\*\[[^\]]+\]:[ \t]*")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?:\s[^<>]*)?>")
#: Tags that begin a paragraph.
_INLINE = re.compile(
    "a|abbr|br?|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|s|small|span|strong|su[bp]|u|wbr", re.IGNORECASE
)
#: A line that begins a block of slashes or ends one: it stays, whatever goes from within.
_EDGE = re.compile(r"/{3,}[ ]*(?:view[ ]*\|.*|editors)?")
#: Python-Markdown's own: what is no table for it must be none for us.
_TABLE = TableProcessor(Markdown().parser, {})
_NOWHERE = Element("div")


@dataclass(frozen=True)
class Block:
    """Lines `first` up to, not with, `last` (both from 0) of a page.

    `kind` is `text`, `item`, `heading`, `row`, `code` or `tag` (a line of HTML without text). `lead` is what stands
    before the words of its first line and says where in the page's tree it is; `depth` is how deep that is.
    """

    kind: str
    first: int
    last: int
    lead: str
    depth: int


def blocks(lines: list[str], start: int = 0) -> tuple[Block, ...]:
    """The blocks of a page's `lines` (without line ends) from `start` on, in order; blank lines belong to none."""
    code = _code(lines, start)
    rows = _rows([line if number not in code else "" for number, line in enumerate(lines)], start)
    found: list[Block] = []
    opened = ""  # what the next line may go on with: `text`, or a sort of list
    listed = False  # whether what is indented can belong to a list
    for number in range(start, len(lines)):
        if number in code:
            if code[number]:
                found.append(Block("code", number, code[number], "", 0))
            opened = ""
            continue
        lead = _LEAD.match(lines[number])[0]  # type: ignore[index]  # it always matches
        words = lines[number][len(lead) :].rstrip()
        indented = _indented(lead)
        kind, marker = _kind(words, indented, number in rows, opened)
        if kind in ("text", "item") and indented < 4:
            listed = kind == "item"
        elif kind in ("text", "item") and not listed:  # code by indentation, which empty lines do not end
            kind, marker = ("more" if found and found[-1].kind == "code" and found[-1].lead else "code"), ""
        if kind == "more":
            found[-1] = replace(found[-1], last=number + 1)
        elif kind:
            found.append(Block(kind, number, number + 1, lead + marker, _depth(lead)))
        if kind != "more":
            opened = _sort(marker) if kind == "item" else "text" if kind == "text" else ""
        elif not words.strip("=-"):  # what follows the line under a heading is a paragraph
            opened = "text"
    return tuple(found)


def _code(lines: list[str], start: int) -> dict[int, int]:
    """The lines of code blocks; the first of each with the line after its last, the others with 0."""
    text = "\n".join(lines[start:])
    found: dict[int, int] = {}
    for match in FENCED.finditer(text):
        first = start + text.count("\n", 0, match.start())
        last = first + match[0].count("\n") + 1
        found.update({first: last, **dict.fromkeys(range(first + 1, last), 0)})
    return found


def _indented(lead: str) -> int:
    """Columns of indentation, that within a quotation without the space after its mark."""
    within = lead.rpartition(">")[2].expandtabs(4)
    return len(within.removeprefix(" ") if ">" in lead else within)


def _kind(words: str, indented: int, row: bool, opened: str) -> tuple[str, str]:
    """The kind of the block that begins with a line (`more`: none, it goes on; empty: no block) and its marker."""
    if not words or _EDGE.fullmatch(words):
        return "", ""
    heading = _HEADING.match(words)
    if heading and (not indented or (not opened and indented % 4 == 0)):
        return "heading", heading[0] + " "
    tag = TAG.fullmatch(words)
    if tag and not opened and not _INLINE.fullmatch(tag["name"]):
        return "tag", ""
    if row:
        return "row", ""
    item = _ITEM.match(words)
    if item and (not opened or opened == _sort(item[0]) != ":"):  # within a paragraph a dash begins no list
        return "item", item[0]
    return ("more" if opened else "text"), ""


def _sort(marker: str) -> str:
    """The sort of list that an item is of: definitions, footnotes, abbreviations, or items proper."""
    return next((sort for sort in (":", "[", "*[") if marker.startswith(sort)), "list")


def _rows(lines: list[str], start: int) -> set[int]:
    """The numbers of the lines that are rows of tables."""
    rows: set[int] = set()
    for words, run in groupby(enumerate(lines[start:], start), lambda numbered: bool(numbered[1].strip(" \t>"))):
        numbers, table = zip(*run, strict=True)
        if words and _TABLE.test(_NOWHERE, "\n".join(line.strip(" \t>") for line in table)):
            rows.update({*numbers} - {numbers[1]})
    return rows


def _depth(lead: str) -> int:
    """How far in something stands: columns of indentation, a quotation's mark counted as many of them."""
    return len(lead.expandtabs(4).replace(" ", "")) * 100 + lead.expandtabs(4).count(" ")
