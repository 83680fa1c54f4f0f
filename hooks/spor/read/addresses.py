"""Addresses of blocks, which survive edits: a file keeps which block had which when the site was last published.

A block that was edited is known again by its likeness to the one that was there; what is new gets a number that no
block has had. `python -m spor.read.addresses` renews the file that mkdocs.yml names (`make addresses`).
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from markdown.extensions.toc import unique
from pymdownx.slugs import slugify

from spor.read.text import read_by_page
from spor.trace.block import Block
from spor.trace.problem import ProjectError, command
from spor.trace.trace import grouped

#: A heading's words as an id: small letters, with those that are not English.
_SLUG = slugify(case="lower")
_LINE = re.compile(r"(\S+) (\S+) ([0-9a-f]{16})")
_NUMBERED = re.compile(r"(?P<under>(?:.+-)?)p\d+")
#: Bits of a likeness, the longest word that does not count for it, and how many bits differ at most between a block and
#: what an edit has made of it. (Of neighbouring paragraphs of the thesis one pair in a hundred differs in 18 bits or
#: fewer; of those with a fifth of their words changed, nine in ten differ in 16 or fewer.)
_BITS, _SHORT, _MOST = 64, 3, 16


@dataclass(frozen=True)
class Former:
    """An address that a page has had, with the fingerprint and the likeness of the block that had it."""

    address: str
    fingerprint: str
    likeness: int


def addressed(blocks: Sequence[Block], former: Sequence[Former] = ()) -> tuple[Block, ...]:
    """The blocks of a page, each with an address; one that has an id of its own keeps it.

    A heading's is made from its words, any other's is `p` and its running number, under the heading with an id of its
    own that it belongs to: `s6-2-1-p3`, or `p3` where there is none. What it has had (`former`) goes before.
    """
    given = _given(blocks, former)
    taken = {found.address for found in blocks} | {old.address for old in former}
    numbers: Counter[str] = Counter()
    result = []
    for place, (found, under) in enumerate(zip(blocks, _under(blocks), strict=True)):
        address = found.address or given.get(place, "")
        if not address and found.kind == "heading":
            address = unique(_SLUG(found.text, "-") or "heading", taken)
        while not address:
            numbers[under] += 1
            address = "" if f"{under}p{numbers[under]}" in taken else f"{under}p{numbers[under]}"
        taken.add(address)
        result.append(replace(found, address=address))
    return tuple(result)


def _under(blocks: Iterable[Block]) -> Iterator[str]:
    """Of each block, what its address begins with: the id of the heading that it belongs to, if one has an id."""
    above: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            above = [(level, name) for level, name in above if level < block.level]
            above += [(block.level, f"{block.address}-")] if block.address else []
        yield above[-1][1] if above else ""


def _given(blocks: Sequence[Block], former: Iterable[Former]) -> dict[int, str]:
    """The addresses of the blocks, by their places, that are known again: in the section where they were."""
    matches = ((_NUMBERED.fullmatch(old.address), old) for old in former)
    before = grouped((match["under"] if match else "#", old) for match, old in matches)
    numbered = enumerate(zip(blocks, _under(blocks), strict=True)) if before else ()
    now = grouped(("#" if b.kind == "heading" else under, place) for place, (b, under) in numbered if not b.address)
    both = ((now[under], before[under]) for under in now if under in before)
    return {place: address for places, old in both for place, address in _paired(blocks, places, old)}


def _paired(blocks: Sequence[Block], places: Sequence[int], old: Sequence[Former]) -> Iterator[tuple[int, str]]:
    """Places in a section, each with the address that stood there: of the same text, or between two of one like it."""
    same = SequenceMatcher(None, [k.fingerprint for k in old], [blocks[p].fingerprint for p in places], autojunk=False)
    matches = same.get_matching_blocks()
    for match in matches:
        for step in range(match.size):
            yield places[match.b + step], old[match.a + step].address
    ends = [(0, 0), *((match.a + match.size, match.b + match.size) for match in matches)]
    for (a, b), match in zip(ends, matches, strict=False):
        candidates = list(old[a : match.a])
        for place in places[b : match.b]:
            like = likeness(blocks[place].text)
            best = min(candidates, key=lambda k: (k.likeness ^ like).bit_count(), default=None)
            if best is not None and (best.likeness ^ like).bit_count() <= _MOST:
                yield place, best.address
                candidates = candidates[candidates.index(best) + 1 :]  # what follows has come after


def likeness(text: str) -> int:
    """A number whose bits are mostly the same for texts that are mostly the same: made of their longer words.

    Source: Charikar, "Similarity estimation techniques from rounding algorithms" (2002).
    """
    words = set(re.findall(r"\w+", text.lower()))
    sums = [0] * _BITS
    for word in {word for word in words if len(word) > _SHORT} or words:
        bits = int.from_bytes(hashlib.blake2b(word.encode("utf-8"), digest_size=_BITS // 8).digest(), "big")
        sums = [total + (1 if bits >> place & 1 else -1) for place, total in enumerate(sums)]
    return sum(1 << place for place, total in enumerate(sums) if total > 0)


def write(pages: Mapping[str, Sequence[Block]], former: Mapping[str, Sequence[Former]]) -> str:
    """The addresses of all blocks as text; those of `former` that no block has any more stay taken."""
    lines = []
    for page in sorted({*pages, *former}):
        now = {b.address: Former(b.address, b.fingerprint, likeness(b.text)) for b in pages.get(page, ())}
        gone = [old for old in former.get(page, ()) if old.address not in now]
        lines += [f"{page}\n", *(f" {k.address} {k.fingerprint} {k.likeness:016x}\n" for k in (*now.values(), *gone))]
    return "".join(lines)


def read(text: str) -> dict[str, tuple[Former, ...]]:
    """What is written as `text`, by page. Raises ValueError for a line that is none of ours."""
    pages = read_by_page(text, _LINE, "address with two numbers")
    return {page: tuple(Former(name, mark, int(like, 16)) for name, mark, like in had) for page, had in pages.items()}


def read_addresses(root: Path, settings: Mapping[str, Any]) -> dict[str, tuple[Former, ...]]:
    """The addresses in the file that the settings name; none where it is not there yet.

    Raises ProjectError, with the file and the line, for one that cannot be read.
    """
    file = root / settings.get("addresses", "")
    if not file.is_file():
        return {}
    try:
        return read(file.read_text("utf-8"))
    except ValueError as error:
        mend = "mend it, or take the file from the last commit (a new one would give other addresses)"
        raise ProjectError(f"extra.spor.addresses: {file.name}: {error}: {mend}") from error


def main(_: list[str]) -> None:
    """Renews the file of addresses that mkdocs.yml names; exits where it names none."""
    from spor.read.translation import read_standalone  # only here: that knows of this module

    project = read_standalone(Path("mkdocs.yml"))
    file = project.settings.get("addresses", "")
    if not file:
        sys.exit("mkdocs.yml: extra.spor.addresses must name the file to write")
    pages = {path: page.blocks for path, page in project.trace.pages.items()}
    Path(file).write_text(write(pages, project.layout.addresses), "utf-8")
    print(f"{file}: {sum(map(len, pages.values()))} addresses on {len(pages)} pages")


if __name__ == "__main__":
    command(main)
