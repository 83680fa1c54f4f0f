"""What a site is held against: the words of the thesis, and those that its language has for being unsure.

Of the thesis there is a fingerprint: hashes of its runs of words, by section, so that words can be checked without its
text. A run of three words is kept as three bytes of its SHA-256, sorted within its section: whoever has words can ask
whether they stand there; whoever has the hashes cannot read the section. (The idea of shingles: Broder, "On the
resemblance and containment of documents", 1997.) For places whose single words are asked for, runs of one and two are
kept as well. Runs of eight words are kept as two bytes: short runs alone would take words for copied that stand in
another order.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spor.locale import Locale
from spor.trace.warrant import plain_words

#: Words in a run, and bytes of its hash.
RUN, _BYTES = 3, 3
#: As many words in a row are taken over from the thesis, and not our own; bytes of such a run's hash.
COPIED, _COPIED_BYTES = 8, 2
#: What is no text of ours: a citation, and the id that a link leads to.
_MARKUP = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]|\[\[[^\[\]|\n]*\\?\|")


@dataclass(frozen=True)
class Fingerprint:
    """The hashes of each place: of its short runs, and of its rows of eight.

    A place is a section or an appendix, by its id, or `front`, what stands before them.
    """

    places: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    rows: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

    @cached_property
    def _short(self) -> frozenset[bytes]:
        """The hashes of the short runs of all places."""
        return frozenset().union(*self.places.values())

    def holds(self, place: str, words: str) -> bool:
        """Whether every run of the words stands in a place; fewer than three words only where those are kept."""
        asked = _short_runs(words)
        return bool(asked) and asked <= self.places.get(place, frozenset())

    def anywhere(self, words: str) -> tuple[str, ...]:
        """The places that hold the words."""
        asked = _short_runs(words)
        return tuple(place for place, known in self.places.items() if asked and asked <= known)

    def copied(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where `words` are those of one place of the thesis, eight or more in a row: each run's begin and end."""
        found: list[tuple[int, int]] = []
        known = 0  # so many short runs in a row stand somewhere in the thesis: seldom enough to ask each place
        for at, run in enumerate(runs(words, RUN), RUN - COPIED):
            known = known + 1 if hashed(run) in self._short else 0
            if known <= COPIED - RUN:
                continue
            row = words[at : at + COPIED]
            short, whole = frozenset(map(hashed, runs(row, RUN))), hashed(row, _COPIED_BYTES)
            if any(short <= hashes and whole in self.rows[place] for place, hashes in self.places.items()):
                overlaps = found and at <= found[-1][1]
                begin = found.pop()[0] if overlaps else at
                found.append((begin, at + COPIED))
        return found


def runs(words: Sequence[str], length: int) -> Iterable[Sequence[str]]:
    """Each run of so many words."""
    return (words[start : start + length] for start in range(len(words) - length + 1))


def _short_runs(words: str) -> frozenset[bytes]:
    """The hashes of every short run of the words; of fewer words, that of all of them."""
    plain = plain_words(words)
    return frozenset(map(hashed, runs(plain, min(RUN, len(plain))))) if plain else frozenset()


def hashed(run: Sequence[str], size: int = _BYTES) -> bytes:
    """The hash of a run, in so many bytes."""
    return hashlib.sha256(" ".join(run).encode("utf-8")).digest()[:size]


def take(places: Mapping[str, str], whole: Iterable[str] = ()) -> Fingerprint:
    """The fingerprint of the text of each place; of those in `whole` also single words and pairs."""
    found, rows = {}, {}
    for place, text in places.items():
        words = plain_words(text)
        lengths = (1, 2, RUN) if place in whole else (RUN,)
        found[place] = frozenset(hashed(run) for length in lengths for run in runs(words, length))
        rows[place] = frozenset(hashed(run, _COPIED_BYTES) for run in runs(words, COPIED))
    return Fingerprint(found, rows)


def write(fingerprint: Fingerprint) -> str:
    """The fingerprint as text: a line for each place, with its id and its hashes of either sort in Base64."""

    def encoded(known: frozenset[bytes]) -> str:
        return base64.b64encode(b"".join(sorted(known))).decode("ascii")

    places = fingerprint.places
    return "".join(f"{place} {encoded(places[place])} {encoded(fingerprint.rows[place])}\n" for place in places)


def read(text: str) -> Fingerprint:
    """The fingerprint that is written as `text`. Raises ValueError for a text that is none."""
    found, rows = {}, {}
    for number, line in enumerate(text.splitlines(), 1):
        try:
            place, short, long = line.split(" ")
            found[place] = _decoded(short, _BYTES)
            rows[place] = _decoded(long, _COPIED_BYTES)
        except ValueError as error:
            raise ValueError(f"line {number} is no place with two lists of hashes") from error
    return Fingerprint(found, rows)


def _decoded(encoded: str, size: int) -> frozenset[bytes]:
    data = base64.b64decode(encoded, validate=True)
    if len(data) % size:
        raise ValueError("not a whole number of hashes")
    return frozenset(data[at : at + size] for at in range(0, len(data), size))


@dataclass(frozen=True)
class Original:
    """The thesis' fingerprint, the runs of eight words that may stand as they do there (`allowed`), and its `locale`,
    which has the words for being unsure. Without a fingerprint, nothing is asked."""

    fingerprint: Fingerprint = field(default_factory=Fingerprint)
    allowed: frozenset[tuple[str, ...]] = frozenset()
    locale: Locale = field(default_factory=Locale)

    def __bool__(self) -> bool:
        return bool(self.fingerprint.places)

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
