"""Splits a page of Markdown into the smallest parts that can be taken out whole: paragraphs, list items, rows …

It errs on the side of too much: where Python-Markdown might see one block, this never sees two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spor.syntax import FENCE

#: What stands before the words of a line: indentation and the marks of quotations.
_LEAD = re.compile(r"[ \t]*(?:>[ \t]*)*")
_HEADING = re.compile(r"#{1,6}(?=[ \t])")
#: A list item, a definition, a footnote, an abbreviation.
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+|:[ \t]+|\[\^[^\]]+\]:[ \t]*|\*\[[^\]]+\]:[ \t]*")
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w-]*)[^<>]*>")
#: Tags that can stand on a line of their own within a paragraph.
_INLINE = re.compile(
    r"a|abbr|br?|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|s|small|span|strong|su[bp]|u|wbr", re.IGNORECASE
)
_VIEW = re.compile(r"/{3,}[ ]*(?:view[ ]*\|.*)?")
_DELIMITER = re.compile(r"[-:| \t]*-[-:| \t]*")


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
    rows = _rows(lines, start)
    found: list[Block] = []
    opened = ""  # the kind of the block that the next line may belong to
    fence = ""
    for number in range(start, len(lines)):
        line = lines[number]
        lead = _LEAD.match(line)[0]  # type: ignore[index]  # it always matches
        words = line[len(lead) :].rstrip()
        if fence:
            found[-1] = _longer(found[-1], number)
            mark = FENCE.match(words)
            fence = "" if mark and mark["mark"].startswith(fence) and not words.strip(fence[0]) else fence
            opened = ""
            continue
        kind, marker = _kind(words, number in rows, opened)
        if kind == "code":
            fence = FENCE.match(words)["mark"]  # type: ignore[index]  # that is why it is code
        if kind == "more":
            found[-1] = _longer(found[-1], number)
        elif kind:
            found.append(Block(kind, number, number + 1, lead + marker, _depth(lead)))
        opened = opened if kind == "more" else kind if kind in ("text", "item") else ""
    return tuple(found)


def _longer(block: Block, number: int) -> Block:
    return Block(block.kind, block.first, number + 1, block.lead, block.depth)


def _kind(words: str, row: bool, opened: str) -> tuple[str, str]:
    """The kind of the block that begins with a line (`more`: none, it goes on; empty: no block) and its marker."""
    if not words or _VIEW.fullmatch(words):
        return "", ""
    if FENCE.match(words):
        return "code", ""
    if heading := _HEADING.match(words):
        return "heading", heading[0] + " "
    if (tag := _TAG.fullmatch(words)) and not (opened and _INLINE.fullmatch(tag["name"])):
        return "tag", ""
    if row:
        return "row", ""
    item = _ITEM.match(words)
    if item and opened != "text":  # within a paragraph a dash begins no list
        return "item", item[0]
    return ("more" if opened else "text"), ""


def _rows(lines: list[str], start: int) -> set[int]:
    """The numbers of the lines that are rows of tables: the second line of such a block is dashes and bars."""
    rows: set[int] = set()
    begin = start
    for number in range(start, len(lines) + 1):
        if number == len(lines) or not lines[number].strip(" \t>"):
            second = lines[begin + 1].strip(" \t>") if begin + 1 < number else ""
            if "|" in second and _DELIMITER.fullmatch(second):
                rows.update(n for n in range(begin, number) if n != begin + 1)
            begin = number + 1
    return rows


def _depth(lead: str) -> int:
    """How far in something stands: columns of indentation, a quotation's mark counted as many of them."""
    return len(lead.expandtabs(4).replace(" ", "")) * 100 + lead.expandtabs(4).count(" ")
