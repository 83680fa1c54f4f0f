"""`datapackage.json`: the tables with their columns, for tools that read CSV with its meaning.

Source: Frictionless Data, "Data Package", version 1 (specs.frictionlessdata.io), which its readers know best.
"""

from __future__ import annotations

import json
from typing import Any

from spor.publish.exports.citation_file import spdx
from spor.publish.exports.columns import ENTITIES, Column, Table
from spor.publish.publication import Publication, filled


def data_package(publication: Publication, tables: tuple[Table, ...]) -> str:
    """The package, with a resource for each table; paths are relative to the file."""
    document = {
        "profile": "tabular-data-package",
        "name": publication.names.bundle,
        "title": publication.name,
        "description": " ".join(publication.description.split()),
        "homepage": publication.base,
        "version": publication.edition.version,
        "licenses": [{"name": spdx(publication.licence) or "other", "path": publication.licence}]
        if publication.licence
        else [],
        "sources": [{"title": publication.thesis.title, "path": publication.thesis.url}]
        if publication.thesis.url
        else [{"title": publication.thesis.title}],
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(filled(document), ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.path.replace("/", "-"),
        "path": f"{table.path}.csv",
        "title": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""], **_keys(table)},
    }


def _keys(table: Table) -> dict[str, Any]:
    """What tells the rows of a table apart, and the columns whose values are ids of entities."""
    keyed = any(column.name == "id" for column in table.columns)
    refers = [
        {"fields": column.name, "reference": {"resource": ENTITIES, "fields": "id"}}
        for column in table.columns
        if column.refers
    ]
    return filled({"primaryKey": "id" if keyed else "", "foreignKeys": refers})


def _field(column: Column) -> dict[str, Any]:
    constraints = filled({"required": column.required, "enum": () if column.many else column.one_of})
    described = {"name": column.name, "type": column.type, "description": column.about}
    return {**described, "constraints": constraints} if constraints else described
