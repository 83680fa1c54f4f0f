"""Turns a record (front matter, or one item of a data file) into an entity and its relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from spor.trace.trace import Entity, Place, Relation
from spor.trace.problem import Problem, suggestion
from spor.read.text import Record
from spor.trace.schema import DATE, TEXTS, Field, fields_of
from spor.read.syntax import IDENTIFIER, parse_citation


@dataclass(frozen=True)
class Home:
    """Where the entities of a record stand on the site: a page, and an anchor that is made from their id or empty."""

    page: str
    anchored: bool


def read_entity(
    record: Record, kind: str, path: str, home: Home, problems: list[Problem]
) -> tuple[Entity | None, list[Relation]]:
    """The entity in `record` and the relations that it declares; None where it has no usable id.

    Every field that is unknown, of the wrong type, missing or empty becomes a problem.
    """
    known = fields_of(kind)
    for name in record:
        if name not in known:
            line = record.lines[name]
            what = f"a {kind} has no field '{name}'{suggestion(name, known)}"
            problems.append(Problem(path, line, "unknown-field", what))
    identifier = record.get("id")
    if not isinstance(identifier, str) or not identifier.strip():
        line = record.lines.get("id", record.line)
        problems.append(Problem(path, line, "missing-field", f"this {kind} has no id"))
        return None, []
    if not IDENTIFIER.fullmatch(identifier) or (kind == "section") != identifier.startswith("§"):
        wanted = "'§' and numbers with dots" if kind == "section" else "words of letters and digits with hyphens"
        what = f"'{identifier}' cannot be linked to: make the id of a {kind} of {wanted}"
        problems.append(Problem(path, record.lines["id"], "malformed-id", what))
    fields: dict[str, Any] = {}
    relations: list[Relation] = []
    for field in known.values():
        value = record.get(field.name)
        line = record.lines.get(field.name, record.line)
        if field.type == DATE and field.name in record and not _is_date(value):
            what = f"'{field.name}' of {kind} '{identifier}' must be a day, written as 2026-11-24"
            problems.append(Problem(path, line, "wrong-value", what))
        elif value is None or value == [] or (isinstance(value, str) and not value.strip()):
            if field.required and not record.get(field.waived_by):
                rule = "missing-relation" if field.targets else "missing-field"
                problems.append(Problem(path, line, rule, f"{kind} '{identifier}' has no '{field.name}'"))
        elif not _right_type(value, field):
            wanted = "a list of texts" if field.many else "a text"
            what = f"'{field.name}' of {kind} '{identifier}' must be {wanted}"
            problems.append(Problem(path, line, "wrong-type", what))
        elif field.targets:
            relations += _relations(identifier, field, value, Place(path, line), problems)
        elif field.words and value not in field.words:
            what = f"'{field.name}' is '{value}', not one of {', '.join(field.words)}{suggestion(value, field.words)}"
            problems.append(Problem(path, line, "wrong-value", what))
        else:
            fields[field.name] = tuple(value) if isinstance(value, list) else value
    title = str(fields.get("title") or fields.get("name") or identifier)
    anchor = identifier if home.anchored else ""
    frozen: Mapping[str, Any] = MappingProxyType(fields)
    lines = MappingProxyType(record.lines)
    return Entity(kind, identifier, title, Place(path, record.line), home.page, anchor, frozen, lines), relations


def _is_date(value: Any) -> bool:
    """Whether `value` is a day of the calendar as ISO 8601 writes it: `2026-11-24`."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _right_type(value: Any, field: Field) -> bool:
    if field.many and (field.targets or field.type == TEXTS):
        return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    return isinstance(value, str)


def _relations(
    source: str, field: Field, value: list[str] | str, place: Place, problems: list[Problem]
) -> list[Relation]:
    values = value if isinstance(value, list) else [value]
    if not field.cites:
        return [Relation(source, field.name, target, place) for target in values]
    relations = []
    for raw in values:
        works = parse_citation(raw)
        if not works:
            what = f"'{raw}' is not a citation: write \"@key, s. 1\""
            problems.append(Problem(place.path, place.line, "malformed-citation", what))
        relations += [Relation(source, field.name, work.key, place, work.locator, work.prefix) for work in works]
    return relations
