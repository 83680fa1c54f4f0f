"""What a trace in another language is held against: the original, block by block, and what binds the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from spor.locale import Locale
from spor.trace.block import Block

if TYPE_CHECKING:
    from spor.trace.trace import Trace


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

    original: Trace
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
