"""Marks in the prose of a page that come out otherwise than their writer meant, or not at all: Markdown prints or drops
them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spor.read.shapes import shape_faults
from spor.read.syntax import MARK, Fault, blanked, slips
from spor.read.text import garbled
from spor.trace.problem import reports

#: What version control leaves where two edits meet.
_CONFLICT = (
    re.compile(r"^(?:<{7}|={7}|>{7})(?:[ \t].*)?$", re.MULTILINE),
    "'{0:.20}': settle which of the two edits holds",
)
_BLOCK = re.compile(r"^/{3,}[ ]*(?P<name>[\w-]+)(?P<rest>.*)$", re.MULTILINE)
#: A line that begins a block, or (without a name) ends one.
_EDGE = re.compile(r"^(?P<slashes>/{3,})[ \t]*(?P<name>(?:view|editors)[ ]*(?:\|.*)?)?$", re.MULTILINE | re.IGNORECASE)
#: A reference to a footnote, or (at the beginning of a line, with a colon) its text.
_NOTE = re.compile(r"(?P<begins>^[ \t]*)?\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)", re.MULTILINE)
_BARE_KEY = re.compile(r"(?<![\w\[@./-])@(?P<key>[A-Za-z]\w+(?:-\w+)*)\b(?![\w.]*\.\w)")
_ODD_KEY = re.compile(r"\[[^\[\]]*@(?:\{|@)[^\[\]]*\]")
#: What is nearly a citation, once the whole ones are out.
_KEYS = (_BARE_KEY, "'{0}' is no citation: write [@{key}]"), (_ODD_KEY, "'{0}' is no citation: write [@key]")
_PAGE = r"(?:https?://|[\w./-]+\.md\b)"
_IMAGE = r"\.(?:png|jpe?g|gif|svg|webp|avif)"
#: What other dialects of Markdown know, and what is nearly a link or a picture; each with what to do about it.
_FOREIGN = tuple(
    (re.compile(form, re.MULTILINE), f"'{{0:.60}}' is shown as it stands: {mend}")
    for form, mend in (
        (r"^(?:!!!|\?\?\?\+?)\s+\w+", "use '/// editors' or a paragraph"),
        (r"^//?[ ]*(?:view[ ]*\||editors[ ]*$).*$", "begin the line with three slashes"),
        (rf"(?<!\\)\[[^\[\]\n]+\][ ]{{1,2}}\({_PAGE}[^()\s]*\)", "nothing may stand between the words and the address"),
        (rf"\([^()\n]+\)\[{_PAGE}[^\[\]\s]*\]", "write [words](address)"),
        (rf"(?<!\\)\[[^\[\]\n]+\]\({_PAGE}[^()\n]*$(?!\n[^()\n]*\))", "end the address with ')'"),
        (rf"!\([^()\s]+{_IMAGE}\)\[[^\[\]\n]*\]", "write ![what it shows](file)"),
        (rf"(?<!\w)![ ]{{1,2}}\[[^\[\]\n]*\]\([^()\s]+{_IMAGE}\)", "no space may follow the '!'"),
        (r"(?<!\\)\^\[[^\[\]\n]+\]", "write the note as [^1], and its text after '[^1]: '"),
        (r"(?<!\S)\*\*[ ](?=\S)[^*\n]*(?<=[^\s*])[ ]\*\*(?!\w)", "no space stands within the stars"),
        (r"(?<![~\w])~~[^\s~][^~\n]*~~(?![~\w])", "there is no struck text: take it out"),
        (r"(?<![=\w])==[^\s=][^=\n]*==(?![=\w])", "there is no marked text: write *words*"),
        (r"\b\w+~\d+~|\b\w+\^\d+\^", "write <sub>2</sub> or <sup>2</sup>"),
        (r"^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]+\S.*$", "there are no boxes to tick: write a list"),
        (r"\$\$[^$\n]+\$\$", "there are no formulas: write it in words and signs"),
        (
            r"\\(?:cite[pt]?|textbf|textit|emph|footnote|section|subsection|ref|label)\*?\{[^{}\n]*\}",
            "this is no LaTeX",
        ),
        (r"^(?::::+.*|-{1,2}8<-{1,2}.*|\{%.*%\})$", "the site knows no such block"),
        (r"^.*[^\\\n]\\(?=\n[ \t]*\S)", "end a line with two spaces where a new one is to begin"),
    )
)
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
    yield from slips("conflict-marker", [_CONFLICT], body)
    yield from ((offset, "garbled-text", what) for offset, what in garbled(body))
    yield from slips("not-markdown", _FOREIGN, body)
    yield from slips("not-markdown", _KEYS, blanked(MARK, body))
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
