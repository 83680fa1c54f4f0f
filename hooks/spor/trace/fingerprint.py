"""The thesis' fingerprint: hashes of its runs of words, by section, so that words can be checked without its text.

A run of three words is kept as three bytes of its SHA-256, sorted within its section: whoever has words can ask whether
they stand there; whoever has the hashes cannot read the section. (The idea of shingles: Broder, "On the resemblance and
containment of documents", 1997.) For places whose single words are asked for, runs of one and two are kept as well.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spor.trace.warrant import plain_words

#: Words in a run, and bytes of its hash.
RUN, _BYTES = 3, 3
#: As many words in a row are taken over from the thesis, and not our own.
COPIED = 8


@dataclass(frozen=True)
class Fingerprint:
    """The hashes of each place (the id of a section or an appendix)."""

    places: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

    def holds(self, place: str, words: str) -> bool:
        """Whether every run of the words stands in a place; fewer than three words only where those are kept."""
        known = self.places.get(place, frozenset())
        asked = plain_words(words)
        return bool(asked) and all(hashed(run) in known for run in runs(asked, min(RUN, len(asked))))

    def anywhere(self, words: str) -> tuple[str, ...]:
        """The places that hold the words."""
        return tuple(place for place in self.places if self.holds(place, words))

    def copied(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where `words` are those of one place of the thesis, eight or more in a row: each run's begin and end."""
        hashes = [hashed(run) for run in runs(words, RUN)]
        found: list[tuple[int, int]] = []
        for known in self.places.values():
            start = 0
            for at, value in enumerate([*hashes, b""]):
                if value in known:
                    continue
                if at - start + RUN - 1 >= COPIED:
                    found.append((start, at + RUN - 1))
                start = at + 1
        return sorted(found)


def runs(words: Sequence[str], length: int) -> Iterable[Sequence[str]]:
    """Each run of so many words."""
    return (words[start : start + length] for start in range(len(words) - length + 1))


def hashed(run: Sequence[str]) -> bytes:
    """The hash of a run."""
    return hashlib.sha256(" ".join(run).encode("utf-8")).digest()[:_BYTES]


def take(places: Mapping[str, str], whole: Iterable[str] = ()) -> Fingerprint:
    """The fingerprint of the text of each place; of those in `whole` also single words and pairs."""
    found = {}
    for place, text in places.items():
        words = plain_words(text)
        lengths = (1, 2, RUN) if place in whole else (RUN,)
        found[place] = frozenset(hashed(run) for length in lengths for run in runs(words, length))
    return Fingerprint(found)


def write(fingerprint: Fingerprint) -> str:
    """The fingerprint as text: a line for each place, its id and its hashes in Base64."""
    lines = (
        f"{place} {base64.b64encode(b''.join(sorted(known))).decode('ascii')}"
        for place, known in fingerprint.places.items()
    )
    return "\n".join(lines) + "\n"


def read(text: str) -> Fingerprint:
    """The fingerprint that is written as `text`. Raises ValueError for a text that is none."""
    places = {}
    for line in text.splitlines():
        place, _, encoded = line.partition(" ")
        data = base64.b64decode(encoded, validate=True)
        if not place or len(data) % _BYTES:
            raise ValueError(f"the line of '{place[:20]}' is no list of hashes")
        places[place] = frozenset(data[at : at + _BYTES] for at in range(0, len(data), _BYTES))
    return Fingerprint(places)
