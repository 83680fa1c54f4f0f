"""Which files there are to export, and what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from spor.publish.exports.annotations import warrant_annotations, web_annotations
from spor.publish.exports.archive import packed
from spor.publish.exports.citation_file import citation_cff
from spor.publish.exports.codebook import codebook
from spor.publish.exports.columns import Table, tables
from spor.publish.exports.crate import CRATE, crate
from spor.publish.exports.datapackage import data_package
from spor.publish.exports.export import Export, Material, about, utf8
from spor.publish.exports.graphml import graphml
from spor.publish.exports.llms import llms_txt
from spor.publish.exports.nanopub import nanopublication
from spor.publish.exports.qda_project import qda_project
from spor.publish.exports.robots import robots_txt
from spor.publish.exports.signposting import FILE as LINKS
from spor.publish.exports.signposting import linkset
from spor.publish.exports.skos import thesaurus
from spor.publish.exports.tables import rows_csv, rows_json
from spor.publish.exports.trace_json import trace_json
from spor.publish.exports.trace_schema import trace_schema
from spor.publish.publication import Names, Publication
from spor.publish.works.bibtex import bibtex_file
from spor.publish.works.records import Record, csl_json, thesis_record
from spor.publish.works.ris import ris_file
from spor.trace.trace import Entity, Trace

#: The forms of a bibliography, by the suffix of the file.
CITATION_FORMATS: dict[str, Callable[[list[Record]], str]] = {"bib": bibtex_file, "ris": ris_file, "json": csl_json}


def plan(publication: Publication, data: Mapping[str, str]) -> tuple[Export, ...]:
    """The files that are in the ZIP file of all data, in its order. `data` maps a kind of entity to its data file."""
    found = tables(publication, data)
    files = (*_trace(publication), *_tables(publication, found), *_analysis(publication), *_claims(publication))
    return (*files, *_bibliographies(publication), _root(publication, "CITATION.cff", citation_cff))


def export_paths(publication: Publication, planned: tuple[Export, ...]) -> tuple[str, ...]:
    """Where each exported file lies, from the site's root: those that are planned, and those that tell of them."""
    paths = [export.path for export in planned]
    return (*paths, CRATE, bundle(publication).path, LINKS, "llms.txt", "robots.txt")


def exports(publication: Publication, planned: tuple[Export, ...], material: Material) -> Iterator[tuple[str, bytes]]:
    """Each exported file: its path and its content."""
    made = {export.path: utf8(export.make(material)) for export in planned}
    made[CRATE] = utf8(crate(publication, planned, made))
    yield from made.items()
    whole = bundle(publication)
    every = (whole, *planned)
    yield whole.path, packed(made)
    yield LINKS, utf8(linkset(publication, every))
    yield "llms.txt", utf8(llms_txt(publication, material.parts, material.summaries, listed(every)))
    yield "robots.txt", utf8(robots_txt(publication))


def listed(files: tuple[Export, ...]) -> tuple[tuple[str, str], ...]:
    """The files that lists of files have, each with what it holds."""
    return tuple((export.path, export.about) for export in files if export.listed)


def bundle(publication: Publication) -> Export:
    """The ZIP file of all data; what it holds is made with it."""
    path = publication.path(f"{publication.names.bundle}.zip")
    return Export(path, about(publication, "bundle"), lambda _: b"")


def _root(publication: Publication, path: str, make: Callable[[Publication], str]) -> Export:
    return Export(path, about(publication, path), lambda _: make(publication))


def _file(publication: Publication, name: str, what: str, make: Callable[[Material], str | bytes]) -> Export:
    return Export(publication.path(name), about(publication, what), make)


def _trace(publication: Publication) -> Iterator[Export]:
    """The whole of it in one file, in two forms."""
    yield _file(publication, "trace.json", "trace", lambda material: trace_json(publication, material.records))
    yield _file(publication, "trace.schema.json", "schema", lambda _: trace_schema(publication))
    yield _file(publication, "trace.graphml", "graph", lambda _: graphml(publication))


def _tables(publication: Publication, found: tuple[Table, ...]) -> Iterator[Export]:
    """Each table as CSV, those that data files hold as JSON too, and the package that tells of them."""
    for table in found:
        columns = [column.name for column in table.columns]
        path = publication.path(table.path)
        yield Export(f"{path}.csv", table.about, partial(_csv, columns, table))
        if "/" in table.path:
            yield Export(f"{path}.json", table.about, partial(_json, table), listed=False)
    yield _file(publication, "datapackage.json", "package", lambda _: data_package(publication, found))


def _csv(columns: list[str], table: Table, _: Material) -> str:
    return rows_csv(columns, table.rows())


def _json(table: Table, _: Material) -> str:
    return rows_json(table.rows())


def _analysis(publication: Publication) -> Iterator[Export]:
    """What tools for qualitative analysis and for annotations read."""
    names = publication.names
    yield _file(publication, f"{names.statements}.qdpx", "project", lambda m: qda_project(publication, m.summaries))
    yield _file(publication, f"{names.codebook}.qdc", "codebook", lambda m: codebook(publication, m.summaries))
    yield _file(publication, f"{names.statements}.jsonld", "statements", lambda _: web_annotations(publication))
    yield _file(publication, f"{names.warrants}.jsonld", "warrants", lambda _: warrant_annotations(publication))


def _claims(publication: Publication) -> Iterator[Export]:
    """The concepts as a thesaurus, and each claim as a nanopublication."""
    names = publication.names
    yield _file(publication, f"{names.concepts}.ttl", "concepts", lambda _: thesaurus(publication))
    for claim in publication.site.trace.of_role("claim"):
        path = publication.path(f"{names.claims}/{claim.id}.trig")
        words = about(publication, "nanopublication", claim.title)
        yield Export(path, words, partial(_nanopublication, publication, claim), listed=False)


def _nanopublication(publication: Publication, claim: Entity, _: Material) -> str:
    return nanopublication(publication, claim)


def _bibliographies(publication: Publication) -> Iterator[Export]:
    """All sources, each source, and the thesis, in every form."""
    names = publication.names
    keys = [source.id for source in publication.site.trace.of_role("source")]

    def of(name: str, words: str, chosen: Callable[[Material], list[Record]], listed: bool) -> Iterator[Export]:
        for suffix, form in CITATION_FORMATS.items():
            yield Export(publication.path(f"{name}.{suffix}"), words, partial(_formatted, form, chosen), listed)

    words = about(publication, "bibliography")
    yield from of(names.bibliography, words, lambda material: [material.records[key] for key in keys], True)
    yield from of(names.thesis, about(publication, "thesis"), lambda _: [thesis_record(publication)], True)
    for key in keys:
        words = about(publication, "work", key)
        yield from of(f"{names.sources}/{key}", words, partial(_one, key), False)


def _formatted(
    form: Callable[[list[Record]], str], chosen: Callable[[Material], list[Record]], material: Material
) -> str:
    return form(chosen(material))


def _one(key: str, material: Material) -> list[Record]:
    return [material.records[key]]


def downloads(trace: Trace, names: Names) -> dict[str, dict[str, str]]:
    """The files of each source, by its key: from a form (`bib`, `ris`, `json`) to a path from the site's root."""
    return {
        source.id: {suffix: f"{names.folder}/{names.sources}/{source.id}.{suffix}" for suffix in CITATION_FORMATS}
        for source in trace.of_role("source")
    }
