"""The kinds of entities, their fields, and which relations they may have: the tables of the design, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

#: What a field that is no relation may hold, with the Python type YAML gives it.
TEXT, TEXTS, WORD, DATE = "text", "list of texts", "one of", "date"


@dataclass(frozen=True)
class Field:
    """A field of an entity. `targets` are the kinds that a relation leads to; empty for plain data.

    `many`: a list of ids (else one id). `cites`: holds citations (`@key, s. 1`) instead of ids.
    `words`: the only values allowed. `required`: must be there and not be empty, unless the record has the
    field `waived_by`.
    """

    name: str
    targets: tuple[str, ...] = ()
    many: bool = True
    cites: bool = False
    required: bool = False
    type: str = TEXT
    words: tuple[str, ...] = ()
    waived_by: str = ""


def _text(name: str, required: bool = False) -> Field:
    return Field(name, many=False, required=required)


def _one(name: str, *targets: str, required: bool = False) -> Field:
    return Field(name, targets, many=False, required=required)


def _many(name: str, *targets: str, required: bool = False) -> Field:
    return Field(name, targets, required=required)


#: The day on which an informant took back the consent to use this (see withdrawn.py).
_WITHDRAWN = Field("withdrawn", many=False, type=DATE)

#: Every entity may have these.
COMMON = (_text("id", required=True), _text("unused"))

KINDS: dict[str, tuple[Field, ...]] = {
    "question": (_text("title", True), _text("label", True)),
    "finding": (
        _text("title", True),
        Field("type", many=False, required=True, words=("empirical", "interpretive")),
        _many("answers", "question", required=True),
        _many("evidence", "statement", "letter_item", "section", required=True),
        _many("against", "statement", "finding", "source"),
        _many("builds_on", "finding"),
        _many("concepts", "concept"),
        Field("sources", ("source",), cites=True),
        _many("sections", "section", required=True),
    ),
    "statement": (
        _one("informant", "informant", required=True),
        _one("section", "section", required=True),
        _one("asked", "guide"),
        Field("text", many=False, required=True, waived_by="withdrawn"),
        _WITHDRAWN,
    ),
    "informant": (_text("name", True), _WITHDRAWN),
    "guide": (
        _text("theme", True),
        _text("title", True),
        _text("text", True),
        Field("followups", type=TEXTS),
        _many("informs", "question"),
        _text("reason"),
    ),
    "letter": (_text("title", True), _text("year", True), _one("appendix", "appendix", required=True)),
    "letter_item": (
        _one("letter", "letter", required=True),
        _text("matter", True),
        Field(
            "type", many=False, required=True,
            words=("priority", "target_group", "requirement", "parameter", "reporting"),
        ),
        _text("part", True),
        _text("title", True),
        _text("text", True),
        _text("result"),
        _text("deadline"),
    ),
    "concept": (
        _text("title", True),
        Field("sources", ("source",), cites=True, required=True),
        _many("contrasts", "concept"),
        _many("broader", "concept"),
        _many("sections", "section"),
    ),
    "section": (_text("number", True), _text("title", True)),
    "appendix": (_text("title", True), _text("label", True)),
    "checklist_item": (
        _text("number", True),
        _text("domain", True),
        _text("title", True),
        _text("text"),
        _many("told_in", "section", "appendix"),
    ),
    "source": (),
}  # fmt: skip

#: Kinds that an entity of is at fault if nothing refers to it, and the rule's name.
MUST_BE_USED = {
    "statement": "unused-statement",
    "concept": "unused-concept",
    "source": "uncited-source",
    "guide": "unused-guide-question",
    "informant": "unused-informant",
    "appendix": "unused-appendix",
}


@cache
def fields_of(kind: str) -> Mapping[str, Field]:
    """All fields that an entity of `kind` may have, by name."""
    return {field.name: field for field in (*COMMON, *KINDS[kind])}


#: Kinds whose way up to the questions a view lays out.
CHAINED = ("statement", "letter_item", "source")

#: The views a page may ask for, each with the kind of entity (or file, or name of a kind) that may follow its name.
VIEWS: dict[str, str] = {
    "findings": "",
    "findings-of": "question",
    "matrix-questions": "",
    "matrix-informants": "",
    "matrix-concepts": "",
    "guide": "",
    "statements": "",
    "informants": "",
    "concepts": "",
    "letters": "",
    "checklist": "",
    "literature": "",
    "map": "",
    "map-overview": "finding",
    "chains": "kind",
    "table": "file",
}
