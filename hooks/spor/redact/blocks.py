"""Parts a page of Markdown into the smallest pieces that can be taken out whole: paragraphs, list items, rows …

They are the blocks that Python-Markdown makes of it. What it makes none of (a comment, a tag, a definition) is a piece
line by line, so that no line with words is left out.
"""

import re
from dataclasses import dataclass, replace

from spor.read.blocks import Splitter

#: A line that begins a block of slashes or ends one, or has no words: it stays, whatever goes from within.
_EDGE = re.compile(r"[ \t>]*(?:/{3,}[ ]*(?:view[ ]*\|.*|editors)?|[=-]+)?[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """Lines `first` up to, not with, `last` (both from 0) of a page.

    `kind` is that of the block, or empty; `lead` is what stands before the words of its first line.
    """

    kind: str
    first: int
    last: int
    lead: str

    @property
    def depth(self) -> int:
        """How far in it stands."""
        return len(_lead(self.lead).expandtabs(4))

    @property
    def marked(self) -> bool:
        """Whether the mark of an item, a definition or a footnote stands before it: it holds what is further in."""
        return self.kind != "heading" and self.lead != _lead(self.lead)


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t>"))]


def pieces(lines: list[str], start: int, language: str) -> list[Piece]:
    """The pieces of a page's `lines` (without line ends) from `start` on, in order; blank lines belong to none."""
    blocks = Splitter(language)("\n".join(lines[start:]), start)
    found: list[Piece] = []
    for block in sorted((b for b in blocks if b.kind != "view" and b.source.strip()), key=lambda block: block.line):
        first, *others = block.source.strip("\n").split("\n")
        last = block.line + len(others) + (2 if first.startswith("<pre") else 1)  # a fence ends on a line of its own
        terms = bool(found) and block.kind == found[-1].kind == "term"  # each line of one is a term to Markdown
        if found and block.line < found[-1].last + terms:
            found[-1] = replace(found[-1], last=max(last, found[-1].last))
        else:
            line = lines[block.line].expandtabs(4)
            at = -1 if block.kind == "cell" else line.find(first.strip())
            found.append(Piece(block.kind, block.line, last, line[:at] if at >= 0 else _lead(line)))
    known = {number for piece in found for number in range(piece.first, piece.last)}
    strays = (n for n in range(start, len(lines)) if n not in known and not _EDGE.fullmatch(lines[n]))
    found += [Piece("", number, number + 1, _lead(lines[number])) for number in strays]
    return sorted(found, key=lambda piece: piece.first)
