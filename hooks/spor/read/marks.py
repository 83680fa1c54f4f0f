"""Marks in the prose of a page that come out otherwise than their writer meant, or not at all: Markdown prints or drops
them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spor.read.shapes import shape_faults
from spor.read.syntax import MARK, Fault, blanked, slips
from spor.read.text import garbled
from spor.trace.problem import reports

_BLOCK = re.compile(r"^/{3,}[ ]*(?P<name>[\w-]+)(?P<rest>.*)$", re.MULTILINE)
#: A line that begins a block, or (without a name) ends one.
_EDGE = re.compile(r"^(?P<slashes>/{3,})[ \t]*(?P<name>(?:view|editors)[ ]*(?:\|.*)?)?$", re.MULTILINE | re.IGNORECASE)
#: A reference to a footnote, or (at the beginning of a line, with a colon) its text.
_NOTE = re.compile(r"(?P<begins>^[ \t]*)?\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)", re.MULTILINE)
#: The blocks that there are.
_BLOCKS = ("view", "editors")


@reports(
    conflict_marker="No page holds the marks of an edit that has not been settled.",
    not_markdown="A page is written in the Markdown that the site knows.",
    footnote="Each footnote is written once, and referred to.",
    open_block="A block of slashes ends where its writer means it to.",
    empty_page="A page says something.",
)
def loss_faults(body: str) -> Iterator[Fault]:
    """What would be lost, or come out wrong, of the prose `body` of a page, its code blanked out."""
    yield from slips("conflict-marker", "conflicts", body)
    yield from ((offset, "garbled-text", what) for offset, what in garbled(body))
    yield from slips("not-markdown", "foreign", body, "'{0:.60}' is shown as it stands: ")
    yield from slips("not-markdown", "keys", blanked(MARK, body))
    yield from _no_blocks(body)
    yield from _open_blocks(body)
    yield from _footnotes(body)
    yield from shape_faults(body)
    if not body.strip():
        yield 0, "empty-page", "the page is empty: give it a heading and a text, or take it out"


def _no_blocks(body: str) -> Iterator[Fault]:
    """The lines of slashes that were meant to begin a block and begin none."""
    for match in _BLOCK.finditer(body):
        name, rest = match["name"].lower(), match["rest"]
        if name not in _BLOCKS:
            yield match.start(), "not-markdown", f"there is no block '/// {match['name']}': it is one of {_BLOCKS}"
        elif name == "view" and not rest.lstrip().startswith("|"):
            yield match.start(), "not-markdown", f"'{match[0]}': write '/// view | name'"
        elif name == "editors" and rest.strip():
            yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: write '/// editors' alone"


def _open_blocks(body: str) -> Iterator[Fault]:
    """The blocks that nothing ends: each would take the rest of the page, the words of others as well."""
    opened: list[re.Match[str]] = []
    known = all(match["name"].lower() in _BLOCKS for match in _BLOCK.finditer(body))  # others are told already
    for edge in _EDGE.finditer(body):
        if edge["name"]:
            opened.append(edge)
        else:
            within = next((block for block in reversed(opened) if block["slashes"] == edge["slashes"]), None)
            opened = [block for block in opened if block is not within]
            if within is None and known:
                what = f"'{edge['slashes']}' ends no block: begin one with '/// view | name' or '/// editors'"
                yield edge.start(), "open-block", what
    for block in opened:
        what = f"nothing ends '{block[0]}': write a line '{block['slashes']}' where it ends"
        yield block.start(), "open-block", what


def _footnotes(body: str) -> Iterator[Fault]:
    found = [
        (match.start("name") - 2, match["name"], match["begins"] is not None and match["colon"] == ":")
        for match in _NOTE.finditer(body)
    ]
    defined = {name for _, name, definition in found if definition}
    used = {name for _, name, definition in found if not definition}
    seen: set[str] = set()
    for offset, name, definition in found:
        if definition and name in seen:
            yield offset, "footnote", f"'[^{name}]' is written twice: only one of them would be shown"
        elif definition and name not in used:
            yield offset, "footnote", f"nothing refers to the footnote '[^{name}]'"
        elif not definition and name not in defined:
            yield offset, "footnote", f"the footnote '[^{name}]' is written nowhere: add a line '[^{name}]: …'"
        seen |= {name} if definition else set()
