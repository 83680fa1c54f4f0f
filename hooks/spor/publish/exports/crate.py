"""`ro-crate-metadata.json`: the files as one research object, each described, with the thesis behind them.

Source: "RO-Crate Metadata Specification 1.1" (w3id.org/ro/crate/1.1). The crate's root is the site's, and that of the
ZIP file that holds all files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from spor.publish.exports.citation_file import spdx
from spor.publish.exports.export import Export
from spor.publish.publication import Publication, filled

CRATE = "ro-crate-metadata.json"
#: What such a file keeps to, and its context.
PROFILE = "https://w3id.org/ro/crate/1.1"
Node = dict[str, Any]


def crate(publication: Publication, exports: Iterable[Export], made: Mapping[str, bytes]) -> str:
    """The description of the `exports`; `made` are their contents by their paths."""
    files = [_file(export, made[export.path]) for export in exports]
    editors = _editors(publication)
    descriptor = {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": PROFILE}}
    nodes = [descriptor, _root(publication, files, editors), *files, *_things(publication), *editors]
    document = {"@context": f"{PROFILE}/context", "@graph": [filled(node) for node in nodes]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _root(publication: Publication, files: list[Node], editors: list[Node]) -> Node:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": publication.name,
        "description": " ".join(publication.description.split()),
        "url": publication.base,
        "datePublished": publication.edition.version,
        "version": publication.edition.version,
        "inLanguage": publication.language,
        "license": {"@id": publication.licence} if publication.licence else None,
        "author": [{"@id": editor["@id"]} for editor in editors],
        "publisher": {"@id": editors[0]["@id"]},
        "isBasedOn": {"@id": _thesis_id(publication)},
        "hasPart": [{"@id": file["@id"]} for file in files],
    }


def _file(export: Export, content: bytes) -> Node:
    return {
        "@id": export.path,
        "@type": "File",
        "name": export.about,
        "encodingFormat": export.media_type,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _thesis_id(publication: Publication) -> str:
    return publication.thesis.url or f"#{publication.thesis.key}"


def _editors(publication: Publication) -> list[Node]:
    """The persons who answer for the text, else the editors as a whole."""
    persons = [
        {"@id": person.url or f"#editor-{number}", "@type": "Person", "name": person.name}
        for number, person in enumerate(publication.editors, 1)
    ]
    name = f"{publication.site.label('editors', 'name')}, {publication.name}"
    return persons or [{"@id": "#editors", "@type": "Organization", "name": name, "url": publication.editors_url}]


def _things(publication: Publication) -> Iterable[Node]:
    """What the files are about and under: the thesis, its author and school, the licence."""
    thesis = publication.thesis
    yield {
        "@id": _thesis_id(publication),
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
