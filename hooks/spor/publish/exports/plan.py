"""Which files there are to export, and what each is made from."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from spor.publish.bibliography import CITATION_FORMATS
from spor.publish.exports.annotations import codebook, qda_project, warrant_annotations, web_annotations
from spor.publish.exports.columns import Table, tables
from spor.publish.exports.crate import CRATE, citation_cff, crate, data_package
from spor.publish.exports.crawlers import LINKS, linkset, llms_txt, robots_txt
from spor.publish.exports.export import Export, Material, packed, rows_csv
from spor.publish.exports.graphs import graphml, nanopublication, thesaurus
from spor.publish.exports.trace_json import json_list, trace_json, trace_schema
from spor.publish.publication import Publication
from spor.publish.works import Record, thesis_record
from spor.trace.trace import Entity

#: What makes a file.
_Make = Callable[[Material], str | bytes]


def plan(publication: Publication) -> tuple[Export, ...]:
    """The ZIP file of all data, which is made of the others, and the files that are in it, in its order."""
    names, found, file = publication.names, tables(publication), partial(_file, publication)
    return (
        file(f"{names.bundle}.zip", "bundle", lambda _: b""),
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
        *_works(publication),
        Export("CITATION.cff", publication.site.label("files", "CITATION.cff"), lambda _: citation_cff(publication)),
    )


def export_paths(planned: tuple[Export, ...]) -> tuple[str, ...]:
    """Where each exported file lies, from the site's root: those that are planned, and those that tell of them."""
    return (*(export.path for export in planned), CRATE, LINKS, "llms.txt", "robots.txt")


def exports(publication: Publication, planned: tuple[Export, ...], material: Material) -> dict[str, bytes]:
    """The content of each exported file, by its path."""
    whole, *parts = planned
    made = {export.path: _utf8(export.make(material)) for export in parts}
    made[CRATE] = _utf8(crate(publication, parts, made))
    made[whole.path] = packed(made)
    made[LINKS] = _utf8(linkset(publication, planned))
    made["llms.txt"] = _utf8(llms_txt(publication, material, planned))
    made["robots.txt"] = _utf8(robots_txt(publication))
    return made


def _file(publication: Publication, name: str, what: str, make: _Make, of: str = "") -> Export:
    """A file in the folder of the data, with the words on `what` it is; one `of` many things is in no list."""
    words = publication.site.label("files", what).format(name=of)
    return Export(publication.path(name), words, make, listed=not of)


def _utf8(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _table(publication: Publication, table: Table) -> Iterator[Export]:
    """A table as CSV, and one that a data file holds as JSON too."""
    path, columns = publication.path(table.path), [column.name for column in table.columns]
    yield Export(f"{path}.csv", table.about, lambda _: rows_csv(columns, table.rows()))
    if "/" in table.path:
        yield Export(f"{path}.json", table.about, lambda _: json_list(table.rows()) + "\n", listed=False)


def _claim(publication: Publication, claim: Entity) -> Export:
    name, make = f"{publication.names.claims}/{claim.id}.trig", lambda _: nanopublication(publication, claim)
    return _file(publication, name, "nanopublication", make, claim.title)


def _works(publication: Publication) -> Iterator[Export]:
    """All sources, the thesis, and each source, in every form."""
    names, sources = publication.names, [source.id for source in publication.site.trace.of_role("source")]

    def written(form: Callable[[Iterable[Record]], str], keys: list[str] | None) -> _Make:
        return lambda m: form([thesis_record(publication)] if keys is None else [m.records[key] for key in keys])

    every = (names.bibliography, "bibliography", sources, ""), (names.thesis, "thesis", None, "")
    each = ((f"{names.sources}/{key}", "work", [key], key) for key in sources)
    for name, what, keys, of in (*every, *each):
        for suffix, form in CITATION_FORMATS.items():
            yield _file(publication, f"{name}.{suffix}", what, written(form, keys), of)
