"""Which files there are to export, and what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from spor.publish.exports.annotations import web_annotations
from spor.publish.works.bibtex import bibtex_file
from spor.publish.exports.codebook import codebook
from spor.publish.exports.graphml import graphml
from spor.publish.exports.llms import Part, llms_txt
from spor.publish.works.records import Record, csl_json, thesis_record
from spor.publish.works.ris import ris_file
from spor.publish.exports.tables import entities_csv, mentions_csv, relations_csv, rows_csv, rows_json, rows_of_kind
from spor.publish.exports.trace_json import trace_json
from spor.publish.exports.trace_schema import trace_schema
from spor.publish.publication import Publication

#: The sources as CSL-JSON, by their keys.
Records = Mapping[str, Record]
Maker = Callable[[Records], str]
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
        "entities.csv": lambda _: entities_csv(publication),
        "relations.csv": lambda _: relations_csv(publication),
        "mentions.csv": lambda _: mentions_csv(publication),
        "trace.schema.json": lambda _: trace_schema(publication),
        **_tables(publication, data),
        **_bibliographies(publication),
    }
    return {publication.path(name): maker for name, maker in makers.items()}


def page_plan(publication: Publication) -> dict[str, PageMaker]:
    """What makes each file that tells what the pages say, by its path from the site's root."""
    return {
        publication.path(f"{publication.names.codebook}.qdc"): lambda said, _: codebook(publication, said),
        "llms.txt": lambda said, parts: llms_txt(publication, parts, said),
    }


def _tables(publication: Publication, data: Mapping[str, str]) -> dict[str, Maker]:
    """The data files, and the tables that the names allow, each as CSV and JSON."""
    folder, trace = publication.names.rows, publication.site.trace
    makers: dict[str, Maker] = {}
    for kind, file in data.items():
        stem = f"{folder}/{PurePosixPath(file).stem}"
        makers[f"{stem}.csv"] = lambda _, kind=kind: rows_csv(rows_of_kind(publication, kind))  # type: ignore[misc]
        makers[f"{stem}.json"] = lambda _, kind=kind: rows_json(rows_of_kind(publication, kind))  # type: ignore[misc]
    for file in publication.names.tables:
        if file in trace.tables:
            stem = f"{folder}/{PurePosixPath(file).stem}"
            makers[f"{stem}.csv"] = lambda _, file=file: rows_csv(trace.tables[file])  # type: ignore[misc]
            makers[f"{stem}.json"] = lambda _, file=file: rows_json(trace.tables[file])  # type: ignore[misc]
    return makers


def _bibliographies(publication: Publication) -> dict[str, Maker]:
    """All sources, each source, and the thesis, in every form."""
    names = publication.names
    keys = [source.id for source in publication.site.trace.of_kind("source")]
    makers: dict[str, Maker] = {}

    def add(name: str, chosen: Callable[[Records], Sequence[Record]]) -> None:
        for suffix, form in CITATION_FORMATS.items():
            makers[f"{name}.{suffix}"] = lambda records, form=form: form(list(chosen(records)))  # type: ignore[misc]

    add(names.bibliography, lambda records: [records[key] for key in keys])
    add(names.thesis, lambda _: [thesis_record(publication)])
    for key in keys:
        add(f"{names.sources}/{key}", lambda records, key=key: [records[key]])  # type: ignore[misc]
    return makers


def downloads(publication: Publication) -> dict[str, dict[str, str]]:
    """The files of each source, by its key: from a form (`bib`, `ris`, `json`) to a path from the site's root."""
    names = publication.names
    return {
        source.id: {suffix: publication.path(f"{names.sources}/{source.id}.{suffix}") for suffix in CITATION_FORMATS}
        for source in publication.site.trace.of_kind("source")
    }
