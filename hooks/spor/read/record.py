"""Reads front matter, and turns a record (that, or one item of a data file) into an entity and its relations."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from spor.locale import LOADER
from spor.read.syntax import FRONT_MATTER, IDENTIFIER, blank_code, is_on_calendar, parse_citation, slips
from spor.read.text import Items, Record, is_text, read_yaml
from spor.trace.problem import Place, Problem, Reading, collect, loss_at, problem_at, reports, suggestion
from spor.trace.schema import DAY, PARTS, TEXTS, WARRANT, Field, Kind
from spor.trace.trace import Entity, Relation
from spor.trace.warrant import FEWEST, MOST, Warrant, parse_warrant, plain_words

#: Words between the marks for them, with what stands around these.
_QUOTED = re.compile(r"[^«»]*«([^«»]*)»[^«»]*")
#: What each field that MkDocs and Material know must hold: its type, what that is called, and the fields.
_TYPES: tuple[tuple[type, str, tuple[str, ...]], ...] = (
    (str, "a text, in quotes if need be", ("title", "description", "icon", "status", "subtitle", "template")),
    (list, "a list", ("hide", "tags")),
    (dict, "fields with values", ("search",)),
)


def read_front(text: str, where: str) -> Reading[tuple[Record | None, int]]:
    """The fields of a page's front matter and the offset at which its text begins.

    None for the fields if there are none, or none that can be read.
    """
    match = FRONT_MATTER.match(text)
    if match is None:
        if slip := next(slips("yaml-syntax", "front", blank_code(text)), None):
            yield loss_at(where, text.count("\n", 0, slip[0]) + 1, "yaml-syntax", slip[2])
        return None, 0
    if second := FRONT_MATTER.match(text, match.end()):
        line = text.count("\n", 0, second.start()) + 1
        what = "a second front matter: put its fields into the first, or an empty line before what is no front matter"
        yield Problem(where, line, "yaml-syntax", what)
    record, problems = collect(read_yaml(match["yaml"], where, 2))
    yield from problems
    if problems:
        return record if isinstance(record, Record) else None, match.end()
    if not isinstance(record, Record):
        yield loss_at(where, 2, "wrong-type", "front matter must be fields with values")
        return None, match.end()
    yield from _check_types(match["yaml"], record, where)
    return record, match.end()


def _check_types(text: str, record: Record, where: str) -> Iterator[Problem]:
    """What is wrong with the values of the fields as YAML itself makes them of the text, with its own types."""
    try:
        values = yaml.load(text, LOADER)  # a SafeLoader
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError, AttributeError):
        what = "a value looks like a date, a number or a tag, and is none: put it in quotes"
        yield Problem(where, record.line, "yaml-syntax", what)
        return
    for wanted, words, names in _TYPES:
        for name in names:
            if not isinstance(values.get(name), wanted | None):
                yield Problem(where, record.lines[name], "wrong-type", f"'{name}' must be {words}")


@reports(
    unknown_field="An entity has only the fields of its kind.",
    malformed_id="An id can be linked to.",
    missing_field="An entity has the fields that its kind requires.",
    missing_relation="An entity has the relations that its kind requires.",
    wrong_type="A field holds what its kind says: a text, a list, fields.",
    wrong_value="A field holds one of the values that there are.",
)
def read_entity(record: Record, kind: Kind, path: str, editors: str) -> Reading[tuple[Entity | None, list[Relation]]]:
    """The entity in `record`, on no page yet, and the relations that it declares; None where it has no usable id.

    `path` is that of the file, `editors` what a warrant of the editors begins with.
    """
    misspelt: set[str] = set()
    for name in (name for name in record if name not in kind.fields):
        hint = suggestion(name, [field for field in kind.fields if field not in record])
        misspelt |= {field for field in kind.fields if f"'{field}'" in hint}
        what = f"no {kind.id} has a field '{name}'{hint or suggestion(name, kind.fields)}"
        yield Problem(path, record.lines[name], "unknown-field", what)
    identifier = record.get("id")
    if not isinstance(identifier, str) or not identifier.strip():
        yield loss_at(path, record.lines.get("id", record.line), "missing-field", f"this {kind.id} has no id")
        return None, []
    if not IDENTIFIER.fullmatch(identifier) or (kind.id == "section") != identifier.startswith("§"):
        wanted = "'§' and numbers with dots" if kind.id == "section" else "words of letters and digits with hyphens"
        what = f"'{identifier}' cannot be linked to: make an id of {wanted}"
        yield loss_at(path, record.lines["id"], "malformed-id", what)
    fields: dict[str, Any] = {}
    relations: list[Relation] = []
    for field in kind.fields.values():
        value = record.get(field.name)
        place = Place(path, record.lines.get(field.name, record.line))
        whose = f"{kind.id} '{identifier}'"
        if field.type == DAY and field.name in record and not _is_day(value):
            yield problem_at(place, "wrong-value", f"'{field.name}' of {whose} must be a day, written as 2026-11-24")
        elif value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
            if field.required and not record.get(field.waived_by) and field.name not in misspelt:
                rule = "missing-relation" if field.targets else "missing-field"
                yield problem_at(place, rule, f"{whose} has no '{field.name}'")
        elif not _has_type(value, field):
            odd = next((at for at, item in _placed(value, place) if not _fits(item, field)), place)
            yield problem_at(odd, "wrong-type", f"'{field.name}' of {whose} must be {_wanted(field)}")
        elif field.targets:
            relations += yield from _relations(identifier, field, value, place, editors)
        elif field.type == PARTS:
            fields[field.name] = yield from _parts(field, value, path, whose, editors)
        elif (read := (yield from _value(field, value, f"'{field.name}' of {whose}", place, editors))) is not None:
            fields[field.name] = read
    title = str(fields.get(kind.title) or identifier)
    own, lines = MappingProxyType(fields), MappingProxyType(record.lines)
    return Entity(kind.id, identifier, title, Place(path, record.line), fields=own, lines=lines), relations


def _value(field: Field, value: Any, what: str, place: Place, editors: str) -> Reading[Any]:
    """The value of a field, which is of its type; None where it is none of those that there are."""
    others = [each for each in _placed(value, place) if each[1] not in field.one_of] if field.one_of else []
    if others:
        at, other = others[0]
        message = f"{what} is '{other}', not one of {', '.join(field.one_of)}{suggestion(other, field.one_of)}"
        yield problem_at(at, "wrong-value", message)
        return None
    if field.type == WARRANT:
        return (yield from _warrant(value, what, place, editors))
    return tuple(value) if isinstance(value, list) else value


def _placed(value: Any, place: Place) -> list[tuple[Place, Any]]:
    """The items of a value, each with its place; a value that is no list is its own, at the `place` of its field."""
    if not isinstance(value, Items):
        return [(place, value)]
    return [(Place(place.path, line), item) for line, item in zip(value.lines, value, strict=True)]


def _is_day(value: Any) -> bool:
    """Whether `value` is a day of the calendar as ISO 8601 writes it: `2026-11-24`."""
    return isinstance(value, str) and len(value) == len("2026-11-24") and is_on_calendar(value)


def _has_type(value: Any, field: Field) -> bool:
    if field.targets or field.type == TEXTS:
        items = value if isinstance(value, list) else [value]
        many = field.many or field.type == TEXTS
        return isinstance(value, list) == many and all(_fits(item, field) for item in items)
    return isinstance(value, Record) if field.type == PARTS else isinstance(value, str)


def _fits(item: Any, field: Field) -> bool:
    """Whether a value can be an item of a field that holds a list; one of a relation can be a mapping of id to why."""
    why = list(item.values()) if field.targets and isinstance(item, Record) else []
    return is_text(item) or (len(why) == 1 and is_text(why[0]))


def _wanted(field: Field) -> str:
    if field.targets:
        return "a list of ids, each alone or with why: '- id: \"…\"'" if field.many else "an id, alone or with why"
    return {TEXTS: "a list of texts", PARTS: f"fields with values: {', '.join(field.parts)}"}.get(field.type, "a text")


def _relations(source: str, field: Field, value: Any, place: Place, editors: str) -> Reading[list[Relation]]:
    relations = []
    for at, item in _placed(value, place):
        raw, why = next(iter(item.items())) if isinstance(item, Record) else (item, "")
        if not field.cites and not IDENTIFIER.fullmatch(raw):
            number = IDENTIFIER.fullmatch(f"§{raw}") is not None and raw[0].isdigit()
            form = f"that of a section is '§{raw}'" if number else "an id has words of letters and digits with hyphens"
            mend = "put a colon after the id" if " " in raw else form
            yield problem_at(at, "wrong-type", f"'{field.name}' of '{source}' names '{raw}', which is no id: {mend}")
            continue
        whose = f"'{field.name}' of '{source}' to '{raw}'"
        warrant = (yield from _warrant(why, whose, at, editors)) if why else Warrant()
        if not field.cites:
            relations.append(Relation(source, field.name, raw, at, warrant=warrant))
            continue
        works = parse_citation(raw)
        if not works:
            yield problem_at(at, "malformed-citation", f"'{raw}' is not a citation: write \"@key\"")
        relations += [Relation(source, field.name, w.key, at, w.locator, w.prefix, warrant) for w in works]
    return relations


def _parts(field: Field, value: Record, path: str, whose: str, editors: str) -> Reading[Mapping[str, Any]]:
    """The parts of a field that holds fields of its own."""
    found: dict[str, Any] = {}
    for name in value:
        if name not in field.parts:
            what = f"'{field.name}' of {whose} has no '{name}'{suggestion(name, field.parts)}"
            yield Problem(path, value.lines[name], "unknown-field", what)
    for part in field.parts.values():
        given, place = value.get(part.name), Place(path, value.lines.get(part.name, value.line))
        what = f"'{part.name}' in '{field.name}' of {whose}"
        if not is_text(given):
            if part.required or given is not None:
                wanted = f"one of {', '.join(part.one_of)}" if part.one_of else "a text"
                yield problem_at(place, "missing-field", f"{what} must be {wanted}")
        elif (read := (yield from _value(part, given, what, place, editors))) is not None:
            found[part.name] = read
            if isinstance(read, Warrant) and read.reason:
                message = f"{what} must be words of the thesis, not the editors' own"
                yield problem_at(place, "malformed-warrant", message)
    return MappingProxyType(found)


@reports(malformed_warrant="A warrant is a section with three to seven words of it, or the editors' reason.")
def _warrant(text: str, whose: str, place: Place, editors: str) -> Reading[Warrant]:
    warrant = parse_warrant(text, editors)
    if warrant is None:
        what = f'{whose}: \'{text}\' is no warrant: write "§1.2 «three to seven words»" or "{editors} why"'
        if slip := next(slips("malformed-warrant", "warrants", text), None):
            what += f" ({slip[2]})"
        elif (quoted := _QUOTED.fullmatch(text)) and not FEWEST <= (count := len(plain_words(quoted[1]))) <= MOST:
            what += f" (this has {count} words)"
        yield problem_at(place, "malformed-warrant", what)
    return warrant or Warrant()
