"""Every word that a built site holds, in whatever file: to look for words that may not be there."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import material
from index_reader import documents
from pypdf import PdfReader

Run = tuple[str, ...]
THEME = Path(material.__file__).parent / "templates" / "assets"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def words(text: str) -> list[str]:
    """The words of a text in small letters, without links' targets in Markdown, tags, entities and JSON's escapes."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n")
    plain = html.unescape(re.sub(r"<[^<>]*>", " ", html.unescape(plain)))
    return re.findall(r"\w+", re.sub(r"\[\[[^\[\]|]*\\?\|", " ", plain).lower())


def runs(text: str, length: int = 4) -> set[Run]:
    """Each `length` words in a row of a text."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@cache
def words_of(file: Path) -> tuple[list[str], ...]:
    """What a file of a site says, in as many lists of words as it has parts; packed files are opened."""
    parts = list(_unpacked(file.suffix, file.read_bytes()))
    if file.name == "search_index.json":  # its texts are written in signs
        parts += [document[field] for document in documents(parts[0]) for field in ("title", "text")]
    attributes = [" ".join(re.findall(r'"([^"<>]*)"', part)) for part in parts]
    return tuple(map(words, parts + attributes))


def _unpacked(suffix: str, data: bytes) -> Iterator[str]:
    if suffix == ".gz":
        yield gzip.decompress(data).decode("utf-8", "replace")
    elif suffix in (".epub", ".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from _unpacked(Path(name).suffix, packed.read(name))
    elif suffix == ".pdf":
        for page in PdfReader(io.BytesIO(data)).pages:
            yield page.extract_text()
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
        for run in zip(*(found[start:] for start in range(length)), strict=False)
        if run in wanted
    }
