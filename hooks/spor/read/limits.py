"""Finds what Python-Markdown would take too long over, or fail at. No prose is like that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spor.read.syntax import Fault
from spor.trace.rule import reports

#: Characters between two empty lines.
_LONGEST_BLOCK = 40_000
#: Headings between two empty lines.
_MOST_HEADINGS = 500
#: The same mark in a row; lines of dashes and the like are harmless.
_LONGEST_RUN = 200
#: Brackets, tags or quotations within each other.
_DEEPEST = 40
_MARKS = frozenset("!\"$%&'()*+,/:;<>?@[\\]^_`{|}")
_DEEP_LEAD = re.compile(rf"^[ \t>]{{{_DEEPEST},}}", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\](){}<>]")
_CLOSING = {"]": "[", ")": "(", "}": "{", ">": "<"}


@reports(too_deep="A page holds nothing that its conversion would take too long over.")
def limit_faults(text: str) -> Iterator[Fault]:
    """The first place of each sort in a page's `text` that goes too far."""
    for mark in _MARKS.intersection(text[::_LONGEST_RUN]):  # a longer run stands on one of these places
        if (run := text.find(mark * (_LONGEST_RUN + 1))) >= 0:
            yield run, "too-deep", f"'{mark}' stands more than {_LONGEST_RUN} times in a row"
    start = 0
    for block in text.split("\n\n"):
        if len(block) > _LONGEST_BLOCK:
            yield start, "too-deep", f"a block of {len(block):,} characters: part it with empty lines"
            break
        if block.count("\n#") > _MOST_HEADINGS:
            yield start, "too-deep", f"more than {_MOST_HEADINGS} headings in a row: part them with empty lines"
            break
        start += len(block) + 2
    deep = next((m.start() for m in _DEEP_LEAD.finditer(text) if _depth(m[0]) > _DEEPEST), None)
    if deep is None and max(map(text.count, _CLOSING.values())) > _DEEPEST:
        deep = _deep_bracket(text)
    if deep is not None:
        yield deep, "too-deep", f"more than {_DEEPEST} levels within each other"


def _depth(lead: str) -> int:
    """How many lists and quotations a line can be in that begins so."""
    return lead.count(">") + len(lead.expandtabs(4).replace(">", "")) // 4


def _deep_bracket(text: str) -> int | None:
    """The offset of the bracket that is one too many within others of its block."""
    open_ = dict.fromkeys(_CLOSING.values(), 0)
    end = 0
    for match in _BRACKETS.finditer(text):
        if "\n\n" in text[end : match.start()]:
            open_ = dict.fromkeys(open_, 0)
        end = match.start()
        mark = match[0]
        if mark in open_:
            open_[mark] += 1
            if open_[mark] > _DEEPEST:
                return match.start()
        else:
            open_[_CLOSING[mark]] = max(0, open_[_CLOSING[mark]] - 1)
    return None
