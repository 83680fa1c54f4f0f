"""The files of a site beside its pages and its book: the exports, and the letters cut to what the pages hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from spor.publish.exports.export import Export, Material
from spor.publish.exports.llms import Part
from spor.publish.exports.plan import export_paths, exports
from spor.publish.fonts import font_paths, fonts
from spor.publish.publication import Publication
from spor.publish.summary import summary
from spor.publish.works.records import read_records


def file_paths(publication: Publication, planned: tuple[Export, ...], letters: str) -> tuple[str, ...]:
    """Where the files lie, from the site's root; `letters` is the folder of the fonts, empty for none."""
    return (*export_paths(publication, planned), *(font_paths(letters) if letters else ()))


def files(
    publication: Publication,
    planned: tuple[Export, ...],
    letters: str,
    contents: Mapping[str, str],
    parts: tuple[Part, ...],
    bibliography: Path,
    cache: Path,
) -> Iterator[tuple[str, bytes]]:
    """Each file at its path; `contents` is the HTML of the pages, `parts` the navigation.

    Raises RuntimeError where pandoc cannot read the bibliography.
    """
    records = {record["id"]: record for record in read_records(bibliography, cache)}
    summaries = {page: summary(content) for page, content in contents.items()}
    yield from exports(publication, planned, Material(records, summaries, parts))
    if letters:
        yield from fonts(letters, map(unescape, contents.values()), cache).items()
