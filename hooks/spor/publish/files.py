"""The files of a site beside its pages and its book that are known before it is written: the exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from spor.publish.exports.export import Export, Material, Part
from spor.publish.exports.plan import exports
from spor.publish.publication import Publication
from spor.publish.summary import summary
from spor.publish.works.records import read_records


def files(
    publication: Publication,
    planned: tuple[Export, ...],
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
