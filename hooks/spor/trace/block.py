"""A block: the smallest part of a text that has an address, is translated as a whole, and is known again when it moves.

Blocks are what stands behind addresses of paragraphs, equal translations, changes between editions, and the day on
which a page was last changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

#: Blocks whose source is no prose.
NO_PROSE = ("code", "html", "view")
#: Hexadecimal digits of a fingerprint: 48 bits, so that no two of some thousand blocks share one by chance.
_DIGITS = 12


@dataclass(frozen=True)
class Cited:
    """One work in a citation: its bib key, where in it (`s. 257`), and what stands before (`Elmore, sitert i`)."""

    key: str
    locator: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Block:
    """A block of a page, or a text field of an entity.

    `kind` is `heading`, `paragraph`, `item`, `cell`, `term`, `definition`, `footnote`, `code`, `html`, `view` or, of an
    entity, `field`. `address` is its id on the page (of a field: that of the entity, a dot, and the field's name),
    `line` where it begins in its file, `source` its Markdown without what tells its kind, `text` its words without any
    markup. `level` is that of a heading, `editors` whether the editors speak.

    In the order in which they stand: `links` are the ids that it leads to, `citations` the works that it cites,
    `footnotes` those that it refers to, `urls` the addresses of its other links, `numbers` and `dates` what is told in
    digits, written in one way whatever the language: `1234.5`, `2022-06-09`, `--06-09`, `2022-06`.
    """

    kind: str
    address: str
    line: int
    source: str
    text: str
    level: int = 0
    editors: bool = False
    links: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()
    footnotes: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A hash of what is told: the words, and where links and citations lead. Spaces and emphasis do not count."""
        cited = [f"{work.prefix}@{work.key}, {work.locator}" for work in self.citations]
        return fingerprint("\0".join([self.text, *self.links, *cited, *self.footnotes, *self.urls]))


def fingerprint(text: str) -> str:
    """The hash of a text, of which no sort of space and no way to compose a letter counts."""
    normal = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(normal.encode("utf-8")).hexdigest()[:_DIGITS]


def words(blocks: tuple[Block, ...]) -> int:
    """How many words a reader of the blocks reads; code and what views show are not counted."""
    return sum(len(block.text.split()) for block in blocks if block.kind not in NO_PROSE)
