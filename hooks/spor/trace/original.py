"""What a site is held against: the words of the thesis, and those that its language has for being unsure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from spor.trace.fingerprint import COPIED, Fingerprint, runs
from spor.trace.warrant import plain_words

#: What is no text of ours: a citation, and the id that a link leads to.
_MARKUP = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]|\[\[[^\[\]|\n]*\\?\|")


@dataclass(frozen=True)
class Original:
    """The thesis' fingerprint, and the runs of eight words that may stand as they do there (`allowed`).

    `hedges` and `speakers` are the words of which one keeps a claim as unsure as the thesis; `reservations` is how the
    heading for reservations begins. Without a fingerprint, nothing is asked.
    """

    fingerprint: Fingerprint = field(default_factory=Fingerprint)
    allowed: frozenset[tuple[str, ...]] = frozenset()
    hedges: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    reservations: str = ""

    def __bool__(self) -> bool:
        return bool(self.fingerprint.places)

    def allowing(self, texts: Iterable[list[str]]) -> Original:
        """The same, but the runs of eight words in these texts may stand as well."""
        return replace(self, allowed=self.allowed | {gram for words in texts for gram in grams(words)})

    def copied(self, text: str) -> list[tuple[int, str]]:
        """Where a text has eight or more words in a row of the thesis: the line (from 0), and the words."""
        lines = enumerate(_MARKUP.sub(" ", text).split("\n"))
        words = [(word, number) for number, line in lines for word in plain_words(line)]
        plain = [word for word, _ in words]
        found = [(words[start][1], plain[start:end]) for start, end in self.fingerprint.copied(plain)]
        return [(line, " ".join(run)) for line, run in found if not grams(run) <= self.allowed]


def grams(words: Iterable[str]) -> set[tuple[str, ...]]:
    """Each run of eight words."""
    return {tuple(run) for run in runs(list(words), COPIED)}


def allowed_runs(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of eight words in the lines of a file of what may stand word for word; `#` begins a comment."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(gram for line in lines for gram in grams(plain_words(line)))
