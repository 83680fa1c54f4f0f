"""Every word that a built site holds, in whatever file: to look for words that may not be there."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import material
from book_files import page_texts
from index_reader import documents

Run = tuple[str, ...]
THEME = Path(material.__file__).parent / "templates" / "assets"
#: The fewest words in a row that are looked for.
FEWEST = 4
#: What stands in the place of a tag that ends a block, and what ends a sentence or a field.
_END = " ¶ "
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|dl|dt|dd|tr|td|th|h[1-6]|section|article|summary|details|text|title|desc|option|data)"
    r"|br|hr)\b[^<>]*>"
)
_SENTENCE = re.compile(
    r"""¶|[.!?:;][»”"')\]]*\s|"[,:\]}]|,(?=[^\W\d_])|[ ]\|[ ]"""
)  # a comma without a space: a cell's
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def pieces(text: str) -> Iterator[list[str]]:
    """The words of a text in small letters, sentence by sentence and block by block: what follows them tells no more.

    Without links' targets in Markdown, tags, entities and JSON's escapes.
    """
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n")
    plain = _BLOCK.sub(_END, html.unescape(plain))
    plain = html.unescape(re.sub(r"<[^<>]*>", " ", plain))
    for piece in _SENTENCE.split(re.sub(r"\[\[[^\[\]|]*\\?\|", " ", plain).lower()):
        yield re.findall(r"\w+", piece)


@cache
def runs(text: str, length: int = 4, whole: bool = False) -> frozenset[Run]:
    """Each `length` words in a row of a text, within a sentence, or (`whole`) wherever they are."""
    parts = list(pieces(text))
    found = [list(chain.from_iterable(parts))] if whole else parts
    return frozenset(run for piece in found for run in _runs(piece, length))


def _runs(found: list[str], length: int) -> Iterator[Run]:
    return zip(*(found[start:] for start in range(length)), strict=False)


@cache
def words_of(file: Path) -> tuple[list[str], ...]:
    """What a file of a site says, in as many lists of words as it has sentences; packed files are opened."""
    parts = list(_unpacked(file.suffix, file.read_bytes()))
    if file.name == "search_index.json":  # its texts are written in signs
        parts += [document[field] for document in documents(parts[0]) for field in ("title", "text")]
    attributes = [_END.join(re.findall(r'"([^"<>]*)"', part)) for part in parts]
    return tuple(piece for part in parts + attributes for piece in pieces(part) if len(piece) >= FEWEST)


def _unpacked(suffix: str, data: bytes) -> Iterator[str]:
    if suffix == ".gz":
        yield gzip.decompress(data).decode("utf-8", "replace")
    elif suffix in (".epub", ".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from _unpacked(Path(name).suffix, packed.read(name))
    elif suffix == ".pdf":
        for text in page_texts(data):  # nothing tells a line that goes on from a cell that ends
            yield text.replace("\n", _END)
    else:
        yield data.decode("utf-8", "replace")


def found_in(site: Path, wanted: set[Run], pattern: str = "*") -> set[Run]:
    """Those of `wanted` (words in a row) that some file of the site has, or one whose name has a pattern."""
    lengths = {len(run) for run in wanted}
    files = sorted(path for path in site.rglob(pattern) if path.is_file())
    return {
        run
        for file in files
        if "assets" not in file.parts or not list(THEME.rglob(file.name))  # Material's own hold none of ours
        for found in words_of(file)
        for length in lengths
        for run in _runs(found, length)
        if run in wanted
    }


def bytes_of(site: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file of a site, with its name; packed files are opened, and the text of a PDF is taken."""
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name, data = file.relative_to(site).as_posix(), file.read_bytes()
        yield name, name.encode() + data
        if file.suffix in (".gz", ".epub", ".zip", ".pdf"):
            yield from ((name, part.encode("utf-8")) for part in _unpacked(file.suffix, data))
        if file.name == "search_index.json":
            yield from ((name, str(entry).encode("utf-8")) for entry in documents(data.decode("utf-8")))
