"""The file that says which block was declared to translate which: the fingerprints of both, when somebody said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spor.trace.translation import Declared, Text

#: By path below the folder of the pages, and by address.
Declarations = Mapping[str, Mapping[str, Declared]]


def declared(texts: Iterable[Text]) -> Declarations:
    """What can be declared of texts: of each pair of blocks, by path and address, both fingerprints."""
    return {
        text.path: {
            pair.original.address: Declared(pair.original.fingerprint, pair.words.fingerprint)
            for pair in text.pairs
            if pair.original and pair.words
        }
        for text in texts
    }


def write(record: Declarations) -> str:
    """A record as text, by path."""
    lines = []
    for path in sorted(record):
        lines += [f"{path}\n", *(f" {name} {told.original} {told.words}\n" for name, told in record[path].items())]
    return "".join(lines)


def read(text: str) -> dict[str, dict[str, Declared]]:
    """What is written as `text`. Raises ValueError, with its number, for a line that is none of ours."""
    found: dict[str, dict[str, Declared]] = {}
    path = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith(" "):
            path = line
            found[path] = {}
            continue
        try:
            address, original, words = line.split()
            found[path][address] = Declared(original, words)
        except (KeyError, ValueError) as error:
            raise ValueError(f"line {number} is no address with two fingerprints") from error
    return found
