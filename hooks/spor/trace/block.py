"""A block: the smallest part of a text that has an address, is translated as a whole, and is known again when it moves.

Blocks are what stands behind addresses of paragraphs, equal translations, changes between editions, and the day on
which a page was last changed. A trace in another language is held against its original block by block.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from spor.locale import Locale

if TYPE_CHECKING:
    from spor.trace.trace import Trace

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


@dataclass(frozen=True)
class Pair:
    """A block of the original and the one that translates it; None where there is none."""

    original: Block | None
    words: Block | None


@dataclass(frozen=True)
class Text:
    """A file in both languages: its path below the folder of the pages, where it is in either, and its blocks."""

    path: str
    original: str
    words: str
    pairs: tuple[Pair, ...]

    def both(self) -> tuple[tuple[Block, Block], ...]:
        """Each block of the original that is translated, with the one that translates it."""
        return tuple((pair.original, pair.words) for pair in self.pairs if pair.original and pair.words)


#: That blocks translate others, by path and address: the fingerprints of both when somebody said so, ours last.
Declarations = Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True)
class Translation:
    """`original` is the trace that is translated, `languages` its language and ours, `texts` all files in both.

    `terms` are by concept: the one term, then what may stand for it as well. `names` are the words that stay as they
    are, `record` is the file that holds what is `declared`. `glosses` are our words for those of the thesis, as far as
    there are any.
    """

    original: "Trace"
    languages: tuple[Locale, Locale]
    texts: tuple[Text, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    declared: Declarations = field(default_factory=dict)
    record: str = ""
    glosses: Mapping[str, str] = field(default_factory=dict)


def paired(original: Sequence[Block], words: Sequence[Block]) -> tuple[Pair, ...]:
    """The blocks of a page in two languages, each with the one that translates it, in the order of the original.

    What is the same in any language (the kind, where links lead, what is cited and counted) tells which belong
    together; between two such places they follow each other.
    """
    matcher = SequenceMatcher(None, [_alike(b) for b in original], [_alike(b) for b in words], autojunk=False)
    pairs: list[Pair] = []
    for _, a, b, c, d in matcher.get_opcodes():
        pairs += _between(original[a:b], words[c:d])
    return tuple(pairs)


def _alike(block: Block) -> tuple[object, ...]:
    facts = (block.links, block.citations, block.footnotes, block.urls, block.numbers, block.dates)
    return (block.kind, block.level, block.editors, *(tuple(sorted(map(str, each))) for each in facts))


def _between(original: Sequence[Block], words: Sequence[Block]) -> list[Pair]:
    """Blocks that follow each other: each with the next one of its kind."""
    pairs, at = [], 0
    for block in original:
        found = next((n for n in range(at, len(words)) if words[n].kind == block.kind), None)
        if found is None:
            pairs.append(Pair(block, None))
            continue
        pairs += [Pair(None, extra) for extra in words[at:found]]
        pairs.append(Pair(block, words[found]))
        at = found + 1
    return pairs + [Pair(None, extra) for extra in words[at:]]
