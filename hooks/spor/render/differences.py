"""Two texts with the words marked that only one of them has, found when the site is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
#: Texts that share less than half are two texts: to mark nearly all of their words would show nothing.
_SHARED = 0.5
#: A word this short that stands alone between what differs is no island worth a shore.
_SHORT = 3


def marked(before: Sequence[str], after: Sequence[str]) -> tuple[list[Markup], list[Markup]]:
    """The texts of either side, as one compared with the other, with what differs within `mark`."""
    spans = [[[match.span() for match in _WORD.finditer(text)] for text in side] for side in (before, after)]
    first, second = (
        [text[a:b].lower() for text, own in zip(side, found, strict=True) for a, b in own]
        for side, found in zip((before, after), spans, strict=True)
    )
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.ratio() < _SHARED:
        return [escape(text) for text in before], [escape(text) for text in after]
    same: tuple[set[int], set[int]] = set(), set()
    for a, b, size in matcher.get_matching_blocks():
        edge = (a, b) == (0, 0) or (a + size, b + size) == (len(first), len(second))
        if size > 1 or (size == 1 and (edge or len(first[a]) > _SHORT)):
            same[0].update(range(a, a + size))
            same[1].update(range(b, b + size))
    return list(_texts(before, spans[0], same[0])), list(_texts(after, spans[1], same[1]))


def _texts(texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]], same: set[int]) -> Iterator[Markup]:
    number = 0
    for text, words in zip(texts, spans, strict=True):
        differs = [place not in same for place in range(number, number + len(words))]
        number += len(words)
        yield _text(text, words, differs)


def _text(text: str, words: Sequence[tuple[int, int]], differs: Sequence[bool]) -> Markup:
    """A text with each run of words that differ, and what stands between them, in one mark."""
    made, at = Markup(""), 0
    for marks, run in groupby(zip(words, differs, strict=True), itemgetter(1)):
        if marks:
            spans = [span for span, _ in run]
            start, end = spans[0][0], spans[-1][1]
            made += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    return made + escape(text[at:])
