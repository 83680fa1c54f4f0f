"""What one exported file is: where it lies, what it holds, what makes it; many files packed as one, XML, and CSV."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin

from spor.publish.works import Record
from spor.render.templates import render

#: The media type of a file by its suffix, as IANA lists it or, where it does not, as its readers call it.
MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "cff": "application/yaml",
    "csv": "text/csv",
    "graphml": "application/graphml+xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "qdc": "application/xml",
    "qdpx": "application/zip",
    "ris": "application/x-research-info-systems",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "zip": "application/zip",
}
#: What XML 1.0 may not hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Between the items of a list within a cell of CSV.
_SEPARATOR = " | "
#: What a spreadsheet takes for the beginning of a formula. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Material:
    """What the files are made from besides the publication.

    `records` are the sources as CSL-JSON by their keys, `summaries` the first paragraphs of the pages as plain text,
    `parts` the navigation: the title of each part, and its pages (`funn/x.md`) with their titles.
    """

    records: Mapping[str, Record]
    summaries: Mapping[str, str]
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Export:
    """A file: its `path` from the site's root, the words on what it holds, and what makes it.

    `listed`: it stands in the lists of files; not so those of which there is one for each of many things.
    """

    path: str
    about: str
    make: Callable[[Material], str | bytes]
    listed: bool = True

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[PurePosixPath(self.path).suffix[1:]]

    def url(self, base: str) -> str:
        """Its absolute URL on the site whose own is `base`."""
        return urljoin(base, quote(self.path))


def packed(files: Mapping[str, bytes], plain: Collection[str] = ()) -> bytes:
    """A ZIP file of files by their paths, in their order; those in `plain` are not compressed.

    The same from the same files, whenever it is made.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)  # of the first day that the format can tell
            entry.compress_type = zipfile.ZIP_STORED if path in plain else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def xml(template: str, **context: Any) -> str:
    """A document of XML in UTF-8, from a template."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_FORBIDDEN.sub("", render(template, **context))}\n'


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, with these columns; a list becomes one cell, and an apostrophe keeps what would be a formula."""
    text = io.StringIO()
    writer = csv.writer(text)  # its defaults are those of RFC 4180
    writer.writerow(columns)
    for row in rows:
        cells = (_cell(row.get(column, "")) for column in columns)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case {"resp": "thesis", "section": section, "words": words}:
            return f"{section}: {words}"
        case {"resp": "editors", "reason": reason}:
            return str(reason)
        case Mapping():
            return _SEPARATOR.join(f"{name}: {_cell(inner)}" for name, inner in value.items())
        case list():
            return _SEPARATOR.join(map(_cell, value))
        case bool():
            return str(value).lower()
    return str(value)
