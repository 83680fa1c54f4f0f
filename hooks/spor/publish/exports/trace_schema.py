"""The JSON Schema of `trace.json` (draft 2020-12), made from the same tables that the trace is checked against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from spor.publish.exports.trace_json import VERSION
from spor.publish.publication import Publication
from spor.trace.schema import Kind

Schema = dict[str, Any]
Kinds = Mapping[str, Kind]


def trace_schema(publication: Publication) -> str:
    """The schema, with a description of each part."""
    kinds = publication.site.trace.schema.kinds
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": publication.file_url("trace.schema.json"),
        "title": "Trace",
        "description": "A thesis as a trace: what it claims, what carries each claim, and where it says so.",
        **_object(
            {
                "$schema": _uri("This schema."),
                "version": _constant(VERSION, "The version of the form: the first number rises when readers break."),
                "site": _site(),
                "thesis": {
                    "type": "object",
                    "description": "The thesis that the site restates, as a CSL-JSON record.",
                    "required": ["id", "type", "title"],
                },
                "relationTypes": _list(
                    "Every relation that there may be, and what its inverse is called.", _type(kinds)
                ),
                "entities": _list("Questions, findings, statements, concepts, sources …, each once.", _entity(kinds)),
                "relations": _list(
                    "What an entity says of another. The inverse is not written: read the relation from its target.",
                    _relation(kinds),
                ),
                "mentions": _list("Each link to an entity and each citation in the prose of the pages.", _mention()),
                "pages": _list("The pages of the site.", _page()),
            },
            optional=(),
        ),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _site() -> Schema:
    return {
        "description": "The site that this trace is read from.",
        **_object(
            {
                "name": _text("What the site is called."),
                "url": _uri("Where the site begins."),
                "language": _text("The language of all texts here, as BCP 47 has it."),
                "published": _text("The year (or date) of its text."),
                "licence": _uri("The licence of the texts."),
            },
            optional=("url", "published", "licence"),
        ),
    }


def _type(kinds: Kinds) -> Schema:
    return _object(
        {
            "kind": _kind(kinds, "The kind of entity that the relation leads out of."),
            "name": _relation_name(kinds),
            "targets": {
                "type": "array",
                "description": "The kinds that it may lead to.",
                "items": {"enum": list(kinds)},
                "minItems": 1,
            },
            "label": _text("What the relation is called."),
            "inverse": _text("What it is called from its target."),
        },
        optional=(),
    )


def _entity(kinds: Kinds) -> Schema:
    return _object(
        {
            "id": _id("Unique among all entities."),
            "kind": _kind(kinds, "What kind of entity it is."),
            "title": _text("What it is called in a list; of a statement, the whole of it."),
            "label": _text("What it is called within a sentence."),
            "url": _uri("Where the site shows it."),
            "original": {
                "type": "object",
                "description": "What it is called in the language that the site is translated from, by BCP 47.",
                "additionalProperties": _object(
                    {"title": _text("In a list."), "label": _text("Within a sentence.")}, ()
                ),
            },
            "fields": {
                "type": "object",
                "description": "Its own data, without relations; of a source, its CSL-JSON record.",
            },
        },
        optional=("url", "original", "fields"),
    )


def _relation(kinds: Kinds) -> Schema:
    return _object(
        {
            "source": _id("The entity that says it."),
            "name": _relation_name(kinds),
            "target": _id("The entity that it is said of."),
            "locator": _text("Where in a source, such as a page."),
            "prefix": _text("What stands before a citation, such as a work cited at second hand."),
            **_warrant(),
        },
        optional=("locator", "prefix", *_warrant()),
    )


def _mention() -> Schema:
    return _object(
        {
            "target": _id("The entity that is mentioned."),
            "url": _uri("The very place of the mention."),
            "page": _uri("The page that it stands on."),
            "section": _id("The section of the thesis that the place restates."),
            "owner": _id("The entity whose page it is."),
            "citation": {"type": "boolean", "description": "Whether it is a citation of a source."},
            "locator": _text("Where in the source, such as a page."),
            "prefix": _text("What stands before the citation, such as a work cited at second hand."),
            "warrant": {
                "description": "The words of the thesis that the place quotes.",
                **_object(_warrant(), optional=tuple(_warrant())),
            },
        },
        optional=("section", "owner", "locator", "prefix", "warrant"),
    )


def _warrant() -> dict[str, Schema]:
    """Why a relation stands."""
    return {
        "resp": {"enum": ["thesis", "editors"], "description": "Who is responsible for saying why it stands (TEI)."},
        "section": _id("The section of the thesis that has the words."),
        "words": _text("The words of the thesis that show it."),
        "reason": _text("The editors' reason, where the thesis does not say it."),
    }


def _page() -> Schema:
    return _object(
        {
            "url": _uri("Where it is."),
            "title": _text("What it is called."),
            "entity": _id("The entity whose page it is."),
        },
        optional=("entity",),
    )


def _object(properties: dict[str, Schema], optional: tuple[str, ...]) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(description: str, items: Schema) -> Schema:
    return {"type": "array", "description": description, "items": items}


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "description": description}


def _id(description: str) -> Schema:
    return {"type": "string", "pattern": r"^\S+$", "description": description}


def _uri(description: str) -> Schema:
    return {"type": "string", "format": "uri-reference", "description": description}


def _constant(value: str, description: str) -> Schema:
    return {"const": value, "description": description}


def _kind(kinds: Kinds, description: str) -> Schema:
    return {"enum": list(kinds), "description": description}


def _relation_name(kinds: Kinds) -> Schema:
    names = dict.fromkeys(field.name for kind in kinds.values() for field in kind.fields.values() if field.targets)
    return {"enum": list(names), "description": "The name of the relation."}
