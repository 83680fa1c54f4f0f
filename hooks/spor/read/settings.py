"""Checks the part of the configuration that is ours: what stands under `extra.spor` in mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from spor.trace.problem import Problem, suggestion
from spor.trace.schema import KINDS
from spor.read.shapes import SHAPES, misfits
from spor.read.syntax import is_inside

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STYLE = re.compile(r"[\w-]+")
_TEXTS = ("bibliography", "style", "language")
_TABLES = ("data", "homes", "labels")
#: No page can do without these.
_LABELS = ("kinds", "not_found")


def settings_problems(value: Any, text: str, shown: str) -> tuple[Problem, ...]:
    """What is wrong with the settings `value`; `text` is the file `shown` that they (or a part of them) stand in."""
    return tuple(
        Problem(
            shown,
            _line(text, ("extra", "spor", *path)),
            "settings",
            f"extra.spor{''.join(f'.{p}' for p in path)} {what}",
        )
        for path, what in _faults(value)
    )


def needed_problems(plugins: Iterable[str], extensions: Iterable[str], shown: str) -> tuple[Problem, ...]:
    """What is missing in the rest of the file `shown`: without it, links and citations lead nowhere."""
    missing = [("plugins", "bibtex", plugins), ("markdown_extensions", "attr_list", extensions)]
    return tuple(
        Problem(shown, 1, "settings", f"{where} must have {name}") for where, name, has in missing if name not in has
    )


def _faults(value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    if not isinstance(value, Mapping):
        yield (), "must hold the settings of the trace"
        return
    for name in _TEXTS:
        if not isinstance(value.get(name), str) or not value[name].strip():
            yield (name,), "must be a text"
    for name in _TABLES:
        if not isinstance(value.get(name), Mapping):
            yield (name,), "must be fields with values"
    if isinstance(value.get("bibliography"), str) and not is_inside(value["bibliography"]):
        yield ("bibliography",), "must be a file below the project's root"
    if isinstance(value.get("style"), str) and not _STYLE.fullmatch(value["style"]):
        yield ("style",), "must be the name of a CSL style"
    if isinstance(value.get("language"), str) and not _LANGUAGE.fullmatch(value["language"]):
        yield ("language",), "must be a language such as nb-NO"
    for language in value["foreign"] if isinstance(value.get("foreign"), Mapping) else ():
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            yield ("foreign", str(language)), "must be a language such as en"
    for name in ("data", "homes"):
        if isinstance(value.get(name), Mapping):
            yield from _files(name, value[name])
    labels = value.get("labels")
    yield from (
        (("labels", name), "is missing") for name in _LABELS if isinstance(labels, Mapping) and name not in labels
    )
    known = (*_TEXTS, *_TABLES, *SHAPES)
    yield from (((str(name),), f"is no setting{suggestion(str(name), known)}") for name in value if name not in known)
    for name, shape in SHAPES.items():
        if name in value and (name not in _TABLES or isinstance(value[name], Mapping)):
            yield from misfits(value[name], shape, (name,))


def _files(name: str, files: Mapping[Any, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    seen: dict[str, str] = {}
    for kind, file in files.items():
        if kind not in KINDS:
            yield (name, str(kind)), f"is no kind{suggestion(str(kind), KINDS)}"
        if not isinstance(file, str) or not is_inside(file):
            yield (name, str(kind)), "must be a file below docs/"
        elif name == "data" and file in seen:
            yield (name, str(kind)), f"is the file of {seen[file]} already"
        elif name == "data":
            seen[file] = str(kind)


def _line(text: str, path: tuple[str, ...]) -> int:
    """The line on which the innermost part of a path of keys stands in a YAML text that has been read before."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
