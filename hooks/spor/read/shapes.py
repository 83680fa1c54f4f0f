"""The shapes of the settings that need not be there, and of the labels: what each of them must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from spor.read.syntax import is_inside

_DAY = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")
_WEB = re.compile(r"(?:https?://[^\s<>\"]+)?")


@dataclass(frozen=True)
class Kind:
    """A kind of value: `words` tell the writer what is wanted."""

    words: str
    holds: Callable[[Any], bool]


#: What a setting must be; or, for one with fields, what each of them must (`*`: any other field).
Shape: TypeAlias = "Kind | Mapping[str, Shape]"


def _is_text(value: Any) -> bool:
    """Whether a value can be shown; YAML makes a number or a day of some texts."""
    return isinstance(value, (str, int, float, date)) and not isinstance(value, bool)


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and is_inside(value)


def _is_words(value: Any) -> bool:
    return all(map(_is_words, value.values())) if isinstance(value, Mapping) else _is_text(value)


def _all(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(holds, value))


_ANY = Kind("anything", lambda _: True)
_TEXT, _TEXTS = Kind("a text", _is_text), Kind("a list of texts", _all(_is_text))
_TERMS = Kind("a list of terms", _all(lambda term: isinstance(term, str) and bool(term.strip())))
_FILE, _FILES = Kind("a path without '..'", _is_file), Kind("a list of paths without '..'", _all(_is_file))
_WORDS = Kind("a text, or fields with texts", _is_words)
_DATE = Kind("a date, as 2026, 2026-11 or 2026-11-24", lambda day: _is_text(day) and bool(_DAY.fullmatch(str(day))))
_ADDRESS = Kind("an address that begins with https://", lambda url: isinstance(url, str) and bool(_WEB.fullmatch(url)))
_SECONDS = Kind("seconds", lambda value: isinstance(value, (int, float)) and value >= 0)

#: The labels that are groups of others.
_GROUPS = (
    "book", "chain", "cite", "counted", "exports", "filter", "inverse", "item_fields", "item_types", "kinds", "map",
    "not_found", "page", "profile", "relations", "statuses", "tables", "types", "views",
)  # fmt: skip

SHAPES: Mapping[str, Shape] = {
    "foreign": {"*": _TERMS},
    "picture": {"file": Kind(_FILE.words, lambda value: value == "" or _is_file(value)), "*": _TEXT},
    "published": _DATE,
    "licence": _ADDRESS,
    "thesis": {"date": _DATE, "*": _TEXT},
    "exports": {"tables": _FILES, "*": _FILE},
    "book": {
        "enabled": _ANY,
        "file": _FILE,
        **dict.fromkeys(("leave_out", "about", "imprint"), _TEXTS),
        "panels": {"*": _TEXTS},
        "withheld": {"*": _TEXT},
        "*": _TEXT,
    },
    "labels": {**{group: {"*": _WORDS} for group in _GROUPS}, "*": _TEXT},
    "progress": {"*": _SECONDS},
}


def misfits(value: Any, shape: Shape, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The path of each setting in `value` that has not its shape, and what it must be; `value` itself is at `path`."""
    if isinstance(shape, Kind):
        if not shape.holds(value):
            yield path, f"must be {shape.words}"
    elif not isinstance(value, Mapping):
        yield path, "must be fields with values"
    else:
        for name, inner in value.items():
            yield from misfits(inner, shape.get(name, shape["*"]), (*path, str(name)))
