"""Every word that a built site holds, in whatever file: to look for words that may not be there."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import material
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


def texts(site: Path) -> Iterator[str]:
    """What each file of a site says; packed files are opened."""
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        if "assets" in file.parts and list(THEME.rglob(file.name)):
            continue  # Material's own
        for raw in _unpacked(file.suffix, file.read_bytes()):
            yield raw
            yield " ".join(re.findall(r'"([^"<>]*)"', raw))  # attributes


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


def found_in(site: Path, wanted: set[Run]) -> set[Run]:
    """Those of `wanted` (words in a row) that some file of the site has."""
    lengths = {len(run) for run in wanted}
    return {
        run
        for text in texts(site)
        for found in [words(text)]
        for length in lengths
        for run in zip(*(found[start:] for start in range(length)), strict=False)
        if run in wanted
    }
