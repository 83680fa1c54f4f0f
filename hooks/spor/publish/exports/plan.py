"""Which files there are to export, and what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from spor.publish.exports.annotations import warrant_annotations, web_annotations
from spor.publish.exports.codebook import codebook
from spor.publish.exports.graphml import graphml
from spor.publish.exports.llms import Part, llms_txt
from spor.publish.exports.tables import entities_csv, mentions_csv, relations_csv, rows_csv, rows_json, rows_of_kind
from spor.publish.exports.trace_json import trace_json
from spor.publish.exports.trace_schema import trace_schema
from spor.publish.publication import Publication
from spor.publish.works.bibtex import bibtex_file
from spor.publish.works.records import Record, csl_json, thesis_record
from spor.publish.works.ris import ris_file

#: The sources as CSL-JSON, by their keys.
Records = Mapping[str, Record]
Maker = Callable[[Records], str]
Rows = Sequence[Mapping[str, Any]]
#: From the first paragraph of each page, as plain text, and the navigation.
PageMaker = Callable[[Mapping[str, str], tuple[Part, ...]], str]

#: The forms of a bibliography, by the suffix of the file.
CITATION_FORMATS: dict[str, Callable[[list[Record]], str]] = {"bib": bibtex_file, "ris": ris_file, "json": csl_json}


def plan(publication: Publication, data: Mapping[str, str]) -> dict[str, Maker]:
    """What makes each file that needs no page to stand, by its path from the site's root.

    `data` maps a kind of entity to its data file.
    """
    names = publication.names
    makers: dict[str, Maker] = {
        "trace.json": lambda records: trace_json(publication, records),
        "trace.graphml": lambda _: graphml(publication),
        f"{names.statements}.jsonld": lambda _: web_annotations(publication),
        f"{names.warrants}.jsonld": lambda _: warrant_annotations(publication),
        "entities.csv": lambda _: entities_csv(publication),
        "relations.csv": lambda _: relations_csv(publication),
        "mentions.csv": lambda _: mentions_csv(publication),
        "trace.schema.json": lambda _: trace_schema(publication),
        **_tables(publication, data),
        **_bibliographies(publication),
    }
    return {publication.path(name): maker for name, maker in makers.items()}


def export_paths(publication: Publication, data: Mapping[str, str]) -> tuple[str, ...]:
    """Where each exported file lies, from the site's root."""
    return (*plan(publication, data), *page_plan(publication))


def exports(
    publication: Publication,
    data: Mapping[str, str],
    records: Records,
    summaries: Mapping[str, str],
    parts: tuple[Part, ...],
) -> Iterator[tuple[str, str]]:
    """Each exported file: its path and its text. `summaries` are the first paragraphs of the pages, as plain text."""
    for path, maker in plan(publication, data).items():
        yield path, maker(records)
    for path, page_maker in page_plan(publication).items():
        yield path, page_maker(summaries, parts)


def page_plan(publication: Publication) -> dict[str, PageMaker]:
    """What makes each file that tells what the pages say, by its path from the site's root."""
    return {
        publication.path(f"{publication.names.codebook}.qdc"): lambda said, _: codebook(publication, said),
        "llms.txt": lambda said, parts: llms_txt(publication, parts, said),
    }


def _tables(publication: Publication, data: Mapping[str, str]) -> dict[str, Maker]:
    """The data files, and the tables that the names allow, each as CSV and JSON."""
    makers: dict[str, Maker] = {}

    def add(file: str, rows: Callable[[], Rows]) -> None:
        stem = f"{publication.names.rows}/{PurePosixPath(file).stem}"
        makers[f"{stem}.csv"] = lambda _: rows_csv(rows())
        makers[f"{stem}.json"] = lambda _: rows_json(rows())

    for kind, file in data.items():
        add(file, partial(rows_of_kind, publication, kind))
    for file in publication.names.tables:
        if file in publication.site.trace.tables:
            add(file, partial(publication.site.trace.tables.__getitem__, file))
    return makers


def _bibliographies(publication: Publication) -> dict[str, Maker]:
    """All sources, each source, and the thesis, in every form."""
    names = publication.names
    keys = [source.id for source in publication.site.trace.of_role("source")]
    makers: dict[str, Maker] = {}

    def add(name: str, chosen: Callable[[Records], list[Record]]) -> None:
        for suffix, form in CITATION_FORMATS.items():
            makers[f"{name}.{suffix}"] = partial(_formatted, form, chosen)

    add(names.bibliography, lambda records: [records[key] for key in keys])
    add(names.thesis, lambda _: [thesis_record(publication)])
    for key in keys:
        add(f"{names.sources}/{key}", partial(_one, key))
    return makers


def _formatted(form: Callable[[list[Record]], str], chosen: Callable[[Records], list[Record]], records: Records) -> str:
    return form(chosen(records))


def _one(key: str, records: Records) -> list[Record]:
    return [records[key]]


def downloads(publication: Publication) -> dict[str, dict[str, str]]:
    """The files of each source, by its key: from a form (`bib`, `ris`, `json`) to a path from the site's root."""
    names = publication.names
    return {
        source.id: {suffix: publication.path(f"{names.sources}/{source.id}.{suffix}") for suffix in CITATION_FORMATS}
        for source in publication.site.trace.of_role("source")
    }
