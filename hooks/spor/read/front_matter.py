"""Reads the front matter of a page: our own fields, and those that MkDocs and its theme will read from it again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from spor.locale import LOADER
from spor.read.syntax import FRONT_MATTER, blank_code
from spor.read.text import Record, read_yaml
from spor.trace.problem import Problem, Reading, collect, loss_at

#: A first line that MkDocs takes for a field and not for text.
_OLD_STYLE = re.compile(r"[ ]{0,3}(?P<name>[A-Za-z0-9_-]+):")
#: Fields between dashes further down, which would be published as text.
_LATE = re.compile(r"^---[ \t]*\n(?:[A-Za-z_]+:.*\n(?:[ \t-].*\n|\n)*)+?(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
#: Dashes before a field that are not those of front matter.
_ODD_DASHES = re.compile(r"\s*(?P<dashes>-{1,2}|[-–—]*[–—][-–—]*)[ \t]*\n(?=[A-Za-z_]+:)")
#: What each field that MkDocs and Material know must hold.
_TYPES: dict[str, tuple[type, str]] = {
    **dict.fromkeys(
        ("title", "description", "icon", "status", "subtitle", "template"), (str, "a text, in quotes if need be")
    ),
    **dict.fromkeys(("hide", "tags"), (list, "a list")),
    "search": (dict, "fields with values"),
}


def read_front(text: str, where: str) -> Reading[tuple[Record | None, int]]:
    """The fields of a page's front matter and the offset at which its text begins.

    None for the fields if there are none, or none that can be read.
    """
    match = FRONT_MATTER.match(text)
    if match is None:
        for offset, what in _misplaced(text):
            yield loss_at(where, text.count("\n", 0, offset) + 1, "yaml-syntax", what)
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


def _misplaced(text: str) -> Iterator[tuple[int, str]]:
    """What was meant as front matter in a page that has none: the offset at which it stands, and what is wrong."""
    late = FRONT_MATTER.match(text.lstrip())
    spaced = late and text[:1].isspace() and ":" in late["yaml"]
    if spaced:
        what = "the front matter must begin on the first line, without a space or an empty line before it"
        yield len(text) - len(text.lstrip()), what
    if text.startswith("---"):
        yield 0, "the front matter is not closed: end it with a line '---'"
    elif not spaced and (begin := _LATE.search(blank_code(text))):
        yield begin.start(), "front matter stands on top of the page: take out what stands before it"
    elif odd := _ODD_DASHES.match(text):
        yield 0, f"'{odd['dashes']}' begins no front matter: write three hyphens, '---'"
    elif old := _OLD_STYLE.match(text):
        yield 0, f"the page begins with '{old['name']}:', which MkDocs takes for a field: begin with the heading"


def _check_types(text: str, record: Record, where: str) -> Iterator[Problem]:
    """What is wrong with the values of the fields as YAML itself makes them of the text, with its own types."""
    try:
        values = yaml.load(text, LOADER)  # a SafeLoader
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError, AttributeError):
        what = "a value looks like a date, a number or a tag, and is none: put it in quotes"
        yield Problem(where, record.line, "yaml-syntax", what)
        return
    for name, (wanted, words) in _TYPES.items():
        if values.get(name) is not None and not isinstance(values[name], wanted):
            yield Problem(where, record.lines[name], "wrong-type", f"'{name}' must be {words}")
