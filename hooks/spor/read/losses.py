"""What a page would show otherwise than its writer meant, or not at all: Markdown drops it or prints its marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spor.read.syntax import CITATION, LINK, Lines
from spor.trace.problem import Problem
from spor.trace.rule import reports

#: What version control leaves where two edits meet.
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?:[ \t].*)?$", re.MULTILINE)
#: UTF-8 that has been read as another encoding, the sign for what could not be read, and a mark of order in mid-text.
_GARBLED = re.compile("\ufffd|\ufeff|[ÃÂ][\u0080-\u00bf¡-¿]|â€[\u0080-\u00ff™œ“”˜]?")
_ADMONITION = re.compile(r"^(?:!!!|\?\?\?\+?)\s+\w+", re.MULTILINE)
_BLOCK = re.compile(r"^/{3,}[ ]*(?P<name>[\w-]+)(?P<rest>.*)$", re.MULTILINE)
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)")
_BARE_KEY = re.compile(r"(?<![\w\[@./-])@(?P<key>[A-Za-z]\w+(?:-\w+)*)\b(?![\w.]*\.\w)")
_ODD_KEY = re.compile(r"\[[^\[\]]*@(?:\{|@)[^\[\]]*\]")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t:|-]+")
#: The blocks that there are.
_BLOCKS = ("view", "editors")


@reports(
    conflict_marker="No page holds the marks of an edit that has not been settled.",
    garbled_text="No page holds signs that another encoding has left.",
    not_markdown="A page is written in the Markdown that the site knows.",
    footnote="Each footnote is written once, and referred to.",
    table_cell="The rows of a table have as many cells as its head.",
    empty_page="A page says something.",
)
def loss_problems(body: str, where: str, first: int) -> Iterator[Problem]:
    """What would be lost, or come out wrong, of the prose `body` of a page, its code blanked out."""
    line = Lines(body, first)
    for offset, rule, what in (*_signs(body), *_marks(body), *_footnotes(body)):
        yield Problem(where, line(offset), rule, what)
    for number, what in _tables(body):
        yield Problem(where, first + number, "table-cell", what)
    if not body.strip():
        yield Problem(where, first, "empty-page", "the page is empty: give it a heading and a text, or take it out")


def _signs(body: str) -> Iterator[tuple[int, str, str]]:
    for match in _CONFLICT.finditer(body):
        yield match.start(), "conflict-marker", f"'{match[0][:20]}': settle which of the two edits holds"
    for match in _GARBLED.finditer(body):
        what = f"'{match[0]}' ({' '.join(f'U+{ord(sign):04X}' for sign in match[0])}) is no letter of the text"
        yield match.start(), "garbled-text", f"{what}: write it again, and save the file as UTF-8"


def _marks(body: str) -> Iterator[tuple[int, str, str]]:
    for match in _ADMONITION.finditer(body):
        yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: use '/// editors' or a paragraph"
    for match in _BLOCK.finditer(body):
        name, rest = match["name"].lower(), match["rest"]
        if name not in _BLOCKS:
            yield match.start(), "not-markdown", f"there is no block '/// {match['name']}': it is one of {_BLOCKS}"
        elif name == "view" and not rest.lstrip().startswith("|"):
            yield match.start(), "not-markdown", f"'{match[0]}': write '/// view | name'"
    whole = re.sub(f"{LINK}|{CITATION}", lambda match: " " * len(match[0]), body)
    for match in _BARE_KEY.finditer(whole):
        yield match.start(), "not-markdown", f"'{match[0]}' is no citation: write [@{match['key']}, s. 1]"
    for match in _ODD_KEY.finditer(whole):
        yield match.start(), "not-markdown", f"'{match[0]}' is no citation: write [@key, s. 1]"


def _footnotes(body: str) -> Iterator[tuple[int, str, str]]:
    found = [
        (match.start(), match["name"], bool(match["colon"]) and _begins(body, match)) for match in _NOTE.finditer(body)
    ]
    defined = Counter(name for _, name, definition in found if definition)
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


def _begins(body: str, match: re.Match[str]) -> bool:
    """Whether a match begins its line."""
    return not body[body.rfind("\n", 0, match.start()) + 1 : match.start()].strip()


def _tables(body: str) -> Iterator[tuple[int, str]]:
    """The rows with more or fewer cells than the head of their table, each by its line from 0."""
    lines = re.sub(LINK, lambda match: match[0].replace("|", " "), body).split("\n")
    for number in range(1, len(lines)):
        if not ("|" in lines[number][1:] and _RULE.fullmatch(lines[number]) and _ROW.match(lines[number - 1])):
            continue
        wanted = _cells(lines[number - 1])
        for row in range(number + 1, len(lines)):
            if not _ROW.match(lines[row]):
                break
            if _cells(lines[row]) != wanted:
                yield row, f"this row has {_cells(lines[row])} cells, the head of the table {wanted}"


def _cells(row: str) -> int:
    return len(_CELL.findall(row.strip().strip("|"))) + 1
