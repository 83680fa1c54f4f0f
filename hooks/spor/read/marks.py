"""What in the prose of a page comes out otherwise than its writer meant, or not at all: marks that Markdown prints or
drops, and tables, lists and headings that are none to it."""

import re
from collections.abc import Iterable, Iterator

from spor.read.syntax import LINK, MARK, Fault, blank_code, blanked, slips
from spor.read.text import garbled
from spor.trace.block import Block
from spor.trace.problem import reports

#: A line that begins a block, or (without a name) ends one.
_EDGE = re.compile(r"^(?P<slashes>/{3,})[ \t]*(?P<name>(?:view|editors)[ ]*(?:\|.*)?)?$", re.MULTILINE | re.IGNORECASE)
#: A reference to a footnote, or (at the beginning of a line, with a colon) its text.
_NOTE = re.compile(r"(?P<begins>^[ \t]*)?\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)", re.MULTILINE)
_OUTER = re.compile(r"^\||(?<!\\)\|$")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t:|-]+")
_PARAGRAPH = re.compile(r"^(?:.*\S.*(?:\n|\Z))+", re.MULTILINE)
_NUMBERED = re.compile(r"(?P<number>\d{1,9})\.[ \t]+(?=\S)")
_ITEM = re.compile(r"(?:\d+\.|[-*+])[ \t]")
#: What is indented by fewer spaces than Python-Markdown wants.
_SHALLOW = re.compile(r"^[ ]{2,3}(?:\d+\.|[-*+])[ \t]+\S.*", re.MULTILINE)
_SHALLOW_TEXT = re.compile(r"[ ]{2,3}[^\s|>]")
#: Blocks of running text.
_TEXTS = frozenset({"paragraph", "item", "definition", "footnote"})


@reports(
    conflict_marker="No page and no data holds the marks of an edit that has not been settled.",
    not_markdown="A page is written in the Markdown that the site knows.",
    footnote="Each footnote is written once, and referred to.",
    open_block="A block of slashes ends where its writer means it to.",
    table_cell="The rows of a table have as many cells as its head.",
    empty_page="A page says something.",
)
def loss_faults(body: str) -> Iterator[Fault]:
    """What would be lost, or come out wrong, of the prose `body` of a page, its code blanked out."""
    yield from slips("conflict-marker", "conflicts", body)
    yield from garbled(body)
    yield from slips("not-markdown", "foreign", body, "'{0:.60}' is shown as it stands: ")
    yield from slips("not-markdown", "keys", blanked(MARK, body))
    yield from (others := [*slips("not-markdown", "blocks", body)])
    yield from _open_blocks(body, bool(others))
    yield from _footnotes(body)
    yield from slips("not-markdown", "headings", body)
    yield from _lists(body)
    yield from _tables(body)
    if not body.strip():
        yield 0, "empty-page", "the page is empty: give it a heading and a text, or take it out"


def _open_blocks(body: str, others: bool) -> Iterator[Fault]:
    """The blocks that nothing ends: each would take the rest of the page, the words of others as well.

    Where there are `others`, which begin as no block does, an end may be theirs.
    """
    opened: list[re.Match[str]] = []
    for edge in _EDGE.finditer(body):
        if edge["name"]:
            opened.append(edge)
        else:
            within = next((block for block in reversed(opened) if block["slashes"] == edge["slashes"]), None)
            opened = [block for block in opened if block is not within]
            if within is None and not others:
                what = f"'{edge['slashes']}' ends no block: begin one with '/// view | name' or '/// editors'"
                yield edge.start(), "open-block", what
    for block in opened:
        yield block.start(), "open-block", f"nothing ends '{block[0]}': write a line '{block['slashes']}' where it ends"


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


def _lists(body: str) -> Iterator[Fault]:
    """The lists whose first number is not the one that would be shown, and what falls out of a list."""
    inside = False
    for match in _PARAGRAPH.finditer(body):
        number = _NUMBERED.match(match[0])
        if number and not inside and int(number["number"]) != 1:
            what = f"a list is numbered from 1: write '{number['number']}\\.' for the number as it stands, and indent"
            yield match.start(), "not-markdown", f"{what} by four spaces what stands between the items of one list"
        begins = bool(_ITEM.match(match[0]))
        if begins and (shallow := _SHALLOW.search(match[0])):
            what = f"'{shallow[0].strip()[:60]}' is no item of a list within the list: indent it by four spaces"
            yield match.start() + shallow.start(), "not-markdown", what
        elif inside and _SHALLOW_TEXT.match(match[0]):
            what = "the list ends before this line: indent by four spaces what belongs to an item"
            yield match.start(), "not-markdown", what
        inside = begins or (inside and match[0].startswith((" " * 4, "\t")))


def _tables(body: str) -> Iterator[Fault]:
    """The rows with more or fewer cells than the head of their table: all that stands right below it is a row."""
    lines = _without_bars(body).split("\n")
    for number in range(1, len(lines)):
        head, rule = lines[number - 1], lines[number]
        begins = number == 1 or not lines[number - 2].strip()
        if not (begins and "|" in rule and "-" in rule and _RULE.fullmatch(rule) and cells(head) == cells(rule)):
            continue
        for row in range(number + 1, len(lines)):
            line = lines[row]
            if not line.strip() or line.startswith("///"):
                break
            last = line + "x" if line.endswith(" ") else line  # code may have stood there
            if cells(head) not in (cells(line), cells(last)):
                what = f"this row has {cells(line)} cells, the head of the table {cells(head)}"
                what += "" if "|" in line else ": put an empty line after the table"
                yield len("\n".join(lines[:row])) + 1, "table-cell", what


def cells(row: str) -> int:
    """How many cells a row of a table has."""
    return len(_CELL.findall(_OUTER.sub("", row.strip()))) + 1


def unmarked(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """The line of each thing in the `blocks` of a page that is none to Markdown, with what to do about it; of each
    block the first."""
    for block in blocks:
        sort = "code" if block.kind == "code" else "texts" if block.kind in _TEXTS else ""
        text = block.source.strip() if sort == "code" else _without_bars(blank_code(block.source))
        if slip := min(slips("not-markdown", sort, text), default=None) if sort else None:
            yield block.line + text.count("\n", 0, slip[0]), slip[2]


def _without_bars(source: str) -> str:
    """A source with no bars but those of a table."""
    return re.sub(LINK, lambda match: match[0].replace("|", " "), source)
