"""The files as a whole, for who cites, keeps or reads them: `CITATION.cff`, an RO-Crate, and `datapackage.json`.

Sources: Citation File Format 1.2.0 (doi.org/10.5281/zenodo.5171937), which is YAML; "RO-Crate Metadata Specification
1.1" (w3id.org/ro/crate/1.1): the files as one research object, each described, with the thesis behind them. The crate's
root is the site's, and that of the ZIP file that holds all files. The package is for tools that read CSV with its
meaning: Frictionless Data, "Data Package", version 1 (specs.frictionlessdata.io), which its readers know best.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from spor.publish.exports.columns import ENTITIES, Column, Table
from spor.publish.exports.export import Export
from spor.publish.publication import Publication, filled

CRATE = "ro-crate-metadata.json"
#: What such a file keeps to, and its context.
PROFILE = "https://w3id.org/ro/crate/1.1"
_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)")
Node = dict[str, Any]


def spdx(licence: str) -> str:
    """The identifier that SPDX has for a licence of Creative Commons; empty for any other."""
    found = _CREATIVE_COMMONS.match(licence)
    return f"CC-{found[1].upper()}-{found[2]}" if found else ""


def citation_cff(publication: Publication) -> str:
    """How to cite the site, and the thesis that it restates.

    The same file stands at the root of the repository, so it says nothing that changes from build to build.
    """
    thesis, year = publication.thesis, publication.thesis.date[:4]
    authors = [
        filled({"family-names": person.family, "given-names": person.given, "website": person.url})
        for person in publication.editors
    ]
    # the format asks for an author at least: the editors as a whole
    whole = filled({"name": publication.editors_name, "website": publication.editors_url})
    author = {"family-names": thesis.family, "given-names": thesis.given}
    reference = {
        "type": "thesis",
        "title": thesis.title,
        "authors": [author] if thesis.family else [],
        "year": int(year) if year else "",
        "date-released": thesis.date if thesis.date.count("-") == 2 else "",
        "thesis-type": thesis.genre,
        "institution": filled({"name": thesis.institution}),
        "department": thesis.department,
        "languages": [thesis.language.split("-")[0]] if thesis.language else [],
        "url": thesis.url,
    }
    document = {
        "cff-version": "1.2.0",
        "message": publication.site.label("cite", "message"),
        "type": "dataset",
        "title": publication.name,
        "abstract": publication.description,
        "authors": authors or [whole],
        "url": publication.base,
        "license": spdx(publication.licence),
        "license-url": "" if spdx(publication.licence) else publication.licence,
        "references": [filled(reference)],
    }
    return yaml.safe_dump(filled(document), allow_unicode=True, sort_keys=False, width=120)


def crate(publication: Publication, exports: Iterable[Export], made: Mapping[str, bytes]) -> str:
    """The description of the `exports`; `made` are their contents by their paths."""
    files = [_file(export, made[export.path]) for export in exports]
    editors = _editors(publication)
    descriptor = {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": PROFILE}}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": publication.name,
        "description": publication.description,
        "url": publication.base,
        "datePublished": publication.edition.version,
        "version": publication.edition.version,
        "inLanguage": publication.language,
        "license": {"@id": publication.licence} if publication.licence else None,
        "author": [{"@id": editor["@id"]} for editor in editors],
        "publisher": {"@id": editors[0]["@id"]},
        "isBasedOn": {"@id": publication.thesis_iri},
        "hasPart": [{"@id": file["@id"]} for file in files],
    }
    nodes: list[Node] = [descriptor, root, *files, *_things(publication), *editors]
    document = {"@context": f"{PROFILE}/context", "@graph": [filled(node) for node in nodes]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _file(export: Export, content: bytes) -> Node:
    return {
        "@id": export.path,
        "@type": "File",
        "name": export.about,
        "encodingFormat": export.media_type,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _editors(publication: Publication) -> list[Node]:
    """The persons who answer for the text, else the editors as a whole."""
    persons = [
        {"@id": person.url or f"#editor-{number}", "@type": "Person", "name": person.name}
        for number, person in enumerate(publication.editors, 1)
    ]
    whole = {"@type": "Organization", "name": publication.editors_name, "url": publication.editors_url}
    return persons or [{"@id": "#editors", **whole}]


def _things(publication: Publication) -> Iterator[Node]:
    """What the files are about and under: the thesis, its author and school, the licence."""
    thesis = publication.thesis
    yield {
        "@id": publication.thesis_iri,
        "@type": "ScholarlyArticle",
        "additionalType": "https://schema.org/Thesis",
        "name": thesis.title,
        "author": {"@id": "#author"} if thesis.family else None,
        "datePublished": thesis.date,
        "inLanguage": thesis.language,
        "sourceOrganization": {"@id": "#institution"} if thesis.institution else None,
    }
    if thesis.family:
        yield {"@id": "#author", "@type": "Person", "name": thesis.author}
    if thesis.institution:
        yield {"@id": "#institution", "@type": "Organization", "name": thesis.institution}
    if publication.licence:
        name = spdx(publication.licence) or publication.licence
        work = {"@type": "CreativeWork", "name": name, "description": name}
        yield {"@id": publication.licence, **work, "url": publication.licence}


def data_package(publication: Publication, tables: tuple[Table, ...]) -> str:
    """The package, with a resource for each table; paths are relative to the file."""
    licence = {"name": spdx(publication.licence) or "other", "path": publication.licence}
    document = {
        "profile": "tabular-data-package",
        "name": publication.names.bundle,
        "title": publication.name,
        "description": publication.description,
        "homepage": publication.base,
        "version": publication.edition.version,
        "licenses": [licence] if publication.licence else [],
        "sources": [filled({"title": publication.thesis.title, "path": publication.thesis.url})],
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(filled(document), ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    """A table: its columns, what tells its rows apart, and the columns whose values are ids of entities."""
    names = [column.name for column in table.columns]
    reference = {"resource": ENTITIES, "fields": "id"}
    schema = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": "id" if "id" in names else "",
        "foreignKeys": [{"fields": each.name, "reference": reference} for each in table.columns if each.refers],
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.path.replace("/", "-"),
        "path": f"{table.path}.csv",
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": filled(schema),
    }


def _field(column: Column) -> dict[str, Any]:
    constraints = {"required": column.required or None, "enum": () if column.many else column.one_of}
    # Version 1 has no place for what a value means but the description, which every reader of it shows.
    about = "; ".join([column.about, *(f"`{value}`: {words}" for value, words in column.words.items())])
    described = {"name": column.name, "type": column.type, "description": about}
    return filled({**described, "constraints": filled(constraints)})
