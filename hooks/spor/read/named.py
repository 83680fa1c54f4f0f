"""Checks what the settings name against what a project has: a page, a table or a picture that is not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from spor.read.layout import Layout
from spor.read.settings import Keys, place_of
from spor.trace.problem import Problem, problem_at, suggestion
from spor.trace.trace import Trace

_PATTERN = re.compile(r"[*?\[]")


def absent(settings: Mapping[str, Any], layout: Layout, trace: Trace, texts: Mapping[str, str]) -> Iterator[Problem]:
    """The settings below `extra.spor` that name what is not there: what they ask for would not happen, in silence.

    `texts` are the files that the settings stand in, by path. A page of a translation may be still to be translated.
    """
    pages = {*trace.pages, *(trace.translation.original.pages if trace.translation else ())}
    shown = {word for view in trace.views for word in view.call.split()}
    for path, name in _named(settings):
        known: Collection[str] = shown if "withheld" in path else pages
        hint = suggestion(name, known)
        harmless = _PATTERN.search(name) or ("leave_out" in path and not hint)  # a page that there may be one day
        if name not in known and not harmless:
            what = "no view of any page" if known is shown else "no page"
            yield _problem(path, f"'{name}' is {what}{hint}", texts)
    picture = settings.get("picture", {}).get("file")
    if picture and not (layout.root / layout.path_of(picture)).is_file():
        yield _problem(("picture", "file"), f"'{picture}' is not there", texts)


def _named(settings: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """The path of each setting that names a page, or what a view shows, with the name."""
    book = settings.get("book", {})
    pages = [(part, str(settings.get(part, {}).get("page", ""))) for part in ("book", "editors", "exports")]
    yield from (((part, "page"), name.partition("#")[0]) for part, name in pages if name)
    yield from ((("book", "leave_out"), str(name)) for name in book.get("leave_out", ()))
    yield from ((("book", "withheld", str(name)), str(name)) for name in book.get("withheld", ()))


def _problem(path: Keys, what: str, texts: Mapping[str, str]) -> Problem:
    name = ("extra", "spor", *path)
    return problem_at(place_of(texts, name), "settings", f"{'.'.join(name)}: {what}")
