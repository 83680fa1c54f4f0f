"""Which files there are to export, and what each is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from spor.publish.exports.annotations import warrant_annotations, web_annotations
from spor.publish.exports.archive import packed
from spor.publish.exports.citation_file import citation_cff
from spor.publish.exports.codebook import codebook
from spor.publish.exports.columns import Table, tables
from spor.publish.exports.crate import CRATE, crate
from spor.publish.exports.crawlers import llms_txt, robots_txt
from spor.publish.exports.datapackage import data_package
from spor.publish.exports.export import Export, Material
from spor.publish.exports.graphml import graphml
from spor.publish.exports.nanopub import nanopublication
from spor.publish.exports.qda_project import qda_project
from spor.publish.exports.signposting import FILE as LINKS
from spor.publish.exports.signposting import linkset
from spor.publish.exports.skos import thesaurus
from spor.publish.exports.tables import rows_csv, rows_json
from spor.publish.exports.trace_json import trace_json, trace_schema
from spor.publish.publication import Names, Publication
from spor.publish.works.bibtex import bibtex_file
from spor.publish.works.records import Record, csl_json, thesis_record
from spor.publish.works.ris import ris_file
from spor.trace.trace import Entity, Trace

#: The forms of a bibliography, by the suffix of the file.
CITATION_FORMATS: dict[str, Callable[[list[Record]], str]] = {"bib": bibtex_file, "ris": ris_file, "json": csl_json}


def plan(publication: Publication, data: Mapping[str, str]) -> tuple[Export, ...]:
    """The files that are in the ZIP file of all data, in its order. `data` maps a kind of entity to its data file."""
    names, found = publication.names, tables(publication, data)

    def file(name: str, what: str, make: Callable[[Material], str | bytes]) -> Export:
        return Export(publication.path(name), _about(publication, what), make)

    return (
        file("trace.json", "trace", lambda material: trace_json(publication, material.records)),
        file("trace.schema.json", "schema", lambda _: trace_schema(publication)),
        file("trace.graphml", "graph", lambda _: graphml(publication)),
        *(export for table in found for export in _table(publication, table)),
        file("datapackage.json", "package", lambda _: data_package(publication, found)),
        file(f"{names.statements}.qdpx", "project", lambda material: qda_project(publication, material.summaries)),
        file(f"{names.codebook}.qdc", "codebook", lambda material: codebook(publication, material.summaries)),
        file(f"{names.statements}.jsonld", "statements", lambda _: web_annotations(publication)),
        file(f"{names.warrants}.jsonld", "warrants", lambda _: warrant_annotations(publication)),
        file(f"{names.concepts}.ttl", "concepts", lambda _: thesaurus(publication)),
        *(_claim(publication, claim) for claim in publication.site.trace.of_role("claim")),
        *_bibliographies(publication),
        Export("CITATION.cff", _about(publication, "CITATION.cff"), lambda _: citation_cff(publication)),
    )


def export_paths(publication: Publication, planned: tuple[Export, ...]) -> tuple[str, ...]:
    """Where each exported file lies, from the site's root: those that are planned, and those that tell of them."""
    return (*(export.path for export in planned), *_telling(publication, planned))


def exports(publication: Publication, planned: tuple[Export, ...], material: Material) -> dict[str, bytes]:
    """The content of each exported file, by its path."""
    made = {export.path: _utf8(export.make(material)) for export in planned}
    for path, make in _telling(publication, planned).items():
        made[path] = _utf8(make(material, made))
    return made


def _telling(
    publication: Publication, planned: tuple[Export, ...]
) -> dict[str, Callable[[Material, Mapping[str, bytes]], str | bytes]]:
    """The files that tell of the planned ones, by path: each is made from those that were made before it as well."""
    whole = bundle(publication)
    every = (whole, *planned)
    return {
        CRATE: lambda _, made: crate(publication, planned, made),
        whole.path: lambda _, made: packed(made),
        LINKS: lambda *_: linkset(publication, every),
        "llms.txt": lambda material, _: llms_txt(publication, material, every),
        "robots.txt": lambda *_: robots_txt(publication),
    }


def downloads(trace: Trace, names: Names) -> dict[str, dict[str, str]]:
    """The files of each source, by its key: from a form (`bib`, `ris`, `json`) to a path from the site's root."""
    return {
        source.id: {suffix: f"{names.folder}/{names.sources}/{source.id}.{suffix}" for suffix in CITATION_FORMATS}
        for source in trace.of_role("source")
    }


def _about(publication: Publication, what: str, name: str = "") -> str:
    """The words on what a file holds: those of the locale at `files`, with the name of what it is about."""
    return publication.site.label("files", what).format(name=name)


def _utf8(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def bundle(publication: Publication) -> Export:
    """The ZIP file of all data; what it holds is made with it."""
    path = publication.path(f"{publication.names.bundle}.zip")
    return Export(path, _about(publication, "bundle"), lambda _: b"")


def _table(publication: Publication, table: Table) -> Iterator[Export]:
    """A table as CSV, and one that a data file holds as JSON too."""
    path, columns = publication.path(table.path), [column.name for column in table.columns]
    yield Export(f"{path}.csv", table.about, lambda _: rows_csv(columns, table.rows()))
    if "/" in table.path:
        yield Export(f"{path}.json", table.about, lambda _: rows_json(table.rows()), listed=False)


def _claim(publication: Publication, claim: Entity) -> Export:
    path = publication.path(f"{publication.names.claims}/{claim.id}.trig")
    words = _about(publication, "nanopublication", claim.title)
    return Export(path, words, lambda _: nanopublication(publication, claim), listed=False)


def _bibliographies(publication: Publication) -> Iterator[Export]:
    """All sources, the thesis, and each source, in every form."""
    names = publication.names
    keys = [source.id for source in publication.site.trace.of_role("source")]
    words = _about(publication, "bibliography")
    yield from _works(publication, names.bibliography, words, lambda material: [material.records[key] for key in keys])
    words = _about(publication, "thesis")
    yield from _works(publication, names.thesis, words, lambda _: [thesis_record(publication)])
    for key in keys:
        yield from _source(publication, key)


def _source(publication: Publication, key: str) -> Iterator[Export]:
    name, words = f"{publication.names.sources}/{key}", _about(publication, "work", key)
    return _works(publication, name, words, lambda material: [material.records[key]], listed=False)


def _works(
    publication: Publication, name: str, words: str, works: Callable[[Material], list[Record]], listed: bool = True
) -> Iterator[Export]:
    """Works in every form, a file a form."""

    def written(form: Callable[[list[Record]], str]) -> Callable[[Material], str]:
        return lambda material: form(works(material))

    for suffix, form in CITATION_FORMATS.items():
        yield Export(publication.path(f"{name}.{suffix}"), words, written(form), listed)
