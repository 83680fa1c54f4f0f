"""The whole trace as JSON: entities, relations, mentions and pages, each with its URL; and the schema of it.

The form is set down in `trace.schema.yml`; a change that breaks readers raises the first number of `_VERSION`.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from spor.locale import LOADER
from spor.publish.publication import Publication, filled
from spor.publish.works import Record, thesis_record
from spor.trace.trace import Entity, Mention, Relation
from spor.trace.warrant import Warrant

_VERSION = "1.2"
#: What the thesis does with a claim, as the TEI grades certainty.
_CERT = {"reports": "high", "holds": "high", "reads": "medium", "supposes": "low"}
#: One for all items: to make an encoder takes as long as to encode an item.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def trace_json(publication: Publication, records: Mapping[str, Record]) -> str:
    """The trace; `records` are the sources as CSL-JSON, by their keys.

    The inverse of a relation is not written: `relationTypes` tells what it is called. Tables are left out, so that
    background data never stand beside statements.
    """
    trace, locale = publication.site.trace, publication.site.locale
    document = {
        "$schema": publication.file_url("trace.schema.json"),
        "version": _VERSION,
        "site": filled(
            {
                "name": publication.name,
                "url": publication.base,
                "language": publication.language,
                "published": publication.published,
                "licence": publication.licence,
            }
        ),
        "thesis": thesis_record(publication),
        "relationTypes": [
            {
                "kind": identifier,
                "name": field.name,
                "targets": list(field.targets),
                "label": locale.relation(identifier, field.name),
                "inverse": locale.inverse(identifier, field.name),
            }
            for identifier, kind in trace.schema.kinds.items()
            for field in kind.fields.values()
            if field.targets
        ],
        "entities": [
            {**entity_data(publication, entity), **filled({"fields": _fields(publication, entity, records)})}
            for entity in trace.entities.values()
        ],
        "relations": [relation_data(relation) for relation in trace.relations],
        "mentions": [mention_data(publication, mention) for mention in trace.mentions],
        "pages": [
            filled({"url": publication.url(page.path), "title": page.title, "entity": page.owner})
            for page in trace.pages.values()
            if page.path in publication.site.urls
        ],
    }
    return json_lines(document)


def trace_schema(publication: Publication) -> str:
    """The JSON Schema of the trace, with the kinds and the relations that this one has."""
    schema = publication.site.trace.schema
    own = {
        "<address>": publication.file_url("trace.schema.json"),
        "<version>": _VERSION,
        "<kinds>": tuple(schema.kinds),
        "<relations>": schema.relations(),
    }
    general = Path(__file__).with_name("trace.schema.yml").read_text("utf-8")
    for place, value in own.items():
        general = general.replace(place, json.dumps(value))  # YAML, too
    return json.dumps(yaml.load(general, LOADER), ensure_ascii=False, indent=2) + "\n"


def json_lines(document: Mapping[str, Any]) -> str:
    """A JSON object with each item of its lists on a line: to be read and compared, and fast, since `json` indents in
    Python but writes a line in C."""
    parts = (
        f"{json.dumps(name)}: {json_list(value) if isinstance(value, list) else _encode(value)}"
        for name, value in document.items()
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def json_list(items: Sequence[Any]) -> str:
    """A JSON array with an item a line."""
    return "[\n" + ",\n".join(map(_encode, items)) + "\n]" if items else "[]"


def entity_data(publication: Publication, entity: Entity) -> dict[str, Any]:
    """An entity: its id and kind, what it is called, also in the language of the original, and where it is."""
    return filled(
        {
            "id": entity.id,
            "kind": entity.kind,
            "title": publication.title(entity),
            "label": publication.label(entity),
            "url": publication.entity_url(entity),
            "original": publication.in_original(entity),
        }
    )


def _fields(publication: Publication, entity: Entity, records: Mapping[str, Record]) -> dict[str, Any]:
    """The data of an entity itself: of a source, its record. How sure a claim is stands among them (`cert`)."""
    source, said = publication.site.trace.role(entity) == "source", entity.fields.get("said")
    own = dict(records.get(entity.id, {})) if source else own_fields(entity)
    return {**own, "cert": _CERT[said["as"]]} if said else own


def own_fields(entity: Entity) -> dict[str, Any]:
    """The data of an entity itself, without what stands elsewhere in its record or is a note among the writers."""
    return {name: _plain(value) for name, value in entity.fields.items() if name not in ("id", "unused")}


def relation_data(relation: Relation) -> dict[str, Any]:
    """A relation as it is written, and why it stands."""
    ends = {name: getattr(relation, name) for name in ("source", "name", "target", "locator", "prefix")}
    return filled({**warranted(relation.warrant), **ends})


def warranted(warrant: Warrant) -> dict[str, Any]:
    """Why a relation stands, and who is responsible for saying so (`resp`, in the sense of the TEI)."""
    if warrant.reason:
        return {"resp": "editors", "reason": warrant.reason}
    return {"resp": "thesis", "section": warrant.section, "words": warrant.words} if warrant.words else {}


def _plain(value: Any) -> Any:
    """A field of an entity as plain data: a warrant or the parts of a field as a mapping."""
    if isinstance(value, Warrant):
        return warranted(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value


def mention_data(publication: Publication, mention: Mention) -> dict[str, Any]:
    """A mention in the prose: of what, where it stands, and which words of the thesis the place quotes."""
    return filled(
        {
            "target": mention.target,
            "url": publication.url(mention.page, mention.anchor),
            "page": publication.url(mention.page),
            "section": mention.section,
            "owner": mention.owner,
            "citation": mention.citation,
            "warrant": warranted(mention.warrant),
            "locator": mention.locator,
            "prefix": mention.prefix,
        }
    )
