"""Checks the part of the configuration that is ours (what stands under `extra.spor` in mkdocs.yml): its form, and that
what it names is there: a page, a table, a picture."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from spor.locale import LOADER, load, read_data
from spor.read.layout import Layout
from spor.read.syntax import FORMATS
from spor.read.text import doubled_keys
from spor.trace.problem import Place, Problem, problem_at, reports, suggestion
from spor.trace.schema import Schema, read_schema
from spor.trace.trace import Trace

Keys = tuple[str, ...]
#: What names several pages at once.
_PATTERN = re.compile(r"[*?\[]")
#: Parts of the words that have none before a project gives them some, and those that are by kind.
_OWN_WORDS = ("theories", "themes", "fields", "values", "tables")
_OF_KINDS = ("kinds", "counted", "fields", "held", "relations", "inverse")
#: JSON Schema, with the dates that YAML makes of `2026-11-24`.
_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("date", lambda _, value: isinstance(value, date)),
)


@reports(settings="The settings are those that there are, each with what it must hold.")
def settings_problems(value: Any, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the settings `value`; `texts` are the files that they stand in, by path."""
    faults = _found(read_data(Path(__file__).with_name("settings.yml")), value)
    for path, what in faults or (*_undeclared(value), *_too_early(value)):
        yield _problem(texts, path, f" {what}")


def _found(schema: Mapping[str, Any], value: Any) -> Collection[tuple[Keys, str]]:
    """What does not fit a schema: each path, with what must stand there."""
    found = _Validator(schema, format_checker=FORMATS).iter_errors(value)
    errors = sorted(found, key=lambda error: list(map(str, error.absolute_path)))
    return dict.fromkeys(fault for error in errors for fault in _misfits(error))  # a date may be told of twice


def needed_problems(
    plugins: Iterable[str], extensions: Iterable[str], docs: Path, root: Path, texts: Mapping[str, str]
) -> Iterator[Problem]:
    """What is wrong in the rest of the configuration: without it, links and citations lead nowhere.

    `docs` is the folder of the pages, `root` that of the configuration.
    """
    for file, text in texts.items():
        yield from doubled_keys(text, file)
    missing = [("plugins", "bibtex", plugins), ("markdown_extensions", "attr_list", extensions)]
    for where, name, has in missing:
        if name not in has:
            yield problem_at(_place_of(texts, (where,)), "settings", f"{where} must have {name}")
    if not docs.is_relative_to(root):
        what = "docs_dir must lie below the folder of mkdocs.yml"
        yield problem_at(_place_of(texts, ("docs_dir",)), "settings", what)


def absent_files(
    theme: Mapping[str, Any], extra: Mapping[str, Iterable[str]], folders: Sequence[Path], texts: Mapping[str, str]
) -> Iterator[Problem]:
    """The pictures of the `theme`, and the style sheets and scripts (`extra`, by the setting that names them), that are
    in none of the `folders`: that of the pages, and those of the theme."""
    icons = ((path, f".icons/{icon}.svg") for path, icon in _leaves(theme.get("icon"), ("theme", "icon")))
    pictures = ((("theme", name), str(theme[name])) for name in ("logo", "favicon") if theme.get(name))
    for path, file in (*icons, *pictures, *(((name,), file) for name, files in extra.items() for file in files)):
        if "//" not in file and not any((folder / file.partition("?")[0]).is_file() for folder in folders):
            yield problem_at(_place_of(texts, path), "settings", f"{'.'.join(path)}: there is no file '{file}'")


def _leaves(value: Any, path: Keys) -> Iterator[tuple[Keys, str]]:
    """Each text within fields, by its path."""
    if isinstance(value, str):
        yield path, value
    for name, part in value.items() if isinstance(value, Mapping) else ():
        yield from _leaves(part, (*path, str(name)))


def _misfits(error: ValidationError) -> Iterator[tuple[Keys, str]]:
    """The path of each setting that does not fit the schema, and what it must be."""
    path = tuple(map(str, error.absolute_path))
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = error.schema["properties"]
        for name in (str(name) for name in error.instance if name not in known):
            yield (*path, name), f"is no setting{suggestion(name, known)}"
    elif error.validator == "required":
        absent = (name for name in error.validator_value if name not in error.instance)
        yield (*path, next(name for name in absent if f"'{name}'" in error.message)), "is missing"
    elif error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        quoted = " ('no' and 'yes' stand in quotes)" if isinstance(error.instance, bool) else ""
        yield (*path, str(error.instance)), f"must be {error.schema['title']}{quoted}"
    else:
        yield path, f"must be {error.schema.get('title', 'something else')}"


def _too_early(value: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """The year of a site whose thesis is of a later one: it may be that of an example."""
    year, thesis = (str(part or "")[:4] for part in (value.get("published"), value.get("thesis", {}).get("date")))
    if year < thesis and year:
        yield ("published",), f"is {year}, and the thesis of {thesis}: in what year was the text of the site written?"


def _undeclared(value: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """What the settings say of kinds and words that there are not, and files that hold two kinds."""
    try:
        schema: Schema = read_schema(value)
    except ValueError as error:
        path, _, what = str(error).partition(": ")
        yield tuple(path.split(".")), what
        return
    for kind, file in value["data"].items():
        first = next(other for other, same in value["data"].items() if same == file)
        if first != kind:
            yield ("data", kind), f"is the file of {first} already"
    try:
        words = load(value["language"]).words
    except ValueError as error:
        yield ("language",), f"has no words of its own: {error}"
        return
    of_kinds = {"properties": {kind: {} for kind in schema.kinds}, "additionalProperties": False}
    forms = {"labels": _shape_of_words(words, schema.kinds), "data": of_kinds, "homes": of_kinds}
    yield from _found({"properties": forms}, value)


def _shape_of_words(words: Mapping[str, Any], kinds: Collection[str]) -> dict[str, Any]:
    """What the words of a project must be, as JSON Schema: they have the form of those of the locale.

    A kind that the locale does not name has words of the same shape as those beside it there, if these have one.
    """
    parts = _shape({**{part: {} for part in _OWN_WORDS}, **words})["properties"]
    for part in (*_OF_KINDS, "files"):
        known = parts[part]["properties"]
        forms = {form["type"]: {"type": form["type"], "title": form["title"]} for form in known.values()}
        beside = next(iter(forms.values())) if len(forms) == 1 else {}
        of_kinds = dict.fromkeys(kinds, beside) if part in _OF_KINDS else {}
        parts[part] |= {"properties": {**of_kinds, **known}, "additionalProperties": False}
    return {"properties": parts, "additionalProperties": False}


def _shape(words: Any) -> dict[str, Any]:
    """The form of a text, or of texts by their names: what is filled in (`{name}`) is what the locale's has."""
    if isinstance(words, Mapping):
        shapes = {name: _shape(each) for name, each in words.items()}
        return {"type": "object", "title": "fields with texts", "properties": shapes}
    blanks = dict.fromkeys(re.findall(r"\{\w+\}", str(words)))
    filled = {"pattern": f"^([^{{}}]|{'|'.join(map(re.escape, blanks))})*$"} if blanks else {}
    title = f"a text that has no braces but {', '.join(blanks)}" if blanks else "a text"
    return {"type": ("string", "number"), "title": title, **filled}


def absent(settings: Mapping[str, Any], layout: Layout, trace: Trace, texts: Mapping[str, str]) -> Iterator[Problem]:
    """The settings below `extra.spor` that name what is not there: what they ask for would not happen, in silence.

    `texts` are the files that the settings stand in, by path. A page of a translation may be still to be translated.
    """
    pages = {*trace.pages, *(trace.translation.original.pages if trace.translation else ())}
    shown = {word for view in trace.views for word in view.words}
    for path, name in _named(settings):
        known: Collection[str] = shown if "withheld" in path else pages
        hint = suggestion(name, known)
        harmless = _PATTERN.search(name) or ("leave_out" in path and not hint)  # a page that there may be one day
        if name not in known and not harmless:
            yield _problem(texts, path, f": '{name}' is {'no view of any page' if known is shown else 'no page'}{hint}")
    picture = settings.get("picture", {}).get("file")
    if picture and not (layout.root / layout.path_of(picture)).is_file():
        yield _problem(texts, ("picture", "file"), f": '{picture}' is not there")


def _named(settings: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    """The path of each setting that names a page, or what a view shows, with the name."""
    book = settings.get("book", {})
    pages = [(part, "page") for part in ("book", "editors", "exports")] + [("translates", "about")]
    named = ((path, str(settings.get(path[0], {}).get(path[1], ""))) for path in pages)
    yield from ((path, name.partition("#")[0]) for path, name in named if name)
    yield from ((("book", "leave_out"), str(name)) for name in book.get("leave_out", ()))
    yield from ((("book", "withheld", str(name)), str(name)) for name in book.get("withheld", ()))


def _problem(texts: Mapping[str, str], path: Keys, what: str) -> Problem:
    """What is wrong with a setting, at its place in the `texts`."""
    name = ("extra", "spor", *path)
    return problem_at(_place_of(texts, name), "settings", f"{'.'.join(name)}{what}")


def _place_of(texts: Mapping[str, str], path: Keys) -> Place:
    """Where the innermost part of a path of keys stands: in the first of the files that goes as far as any."""
    found = {file: list(_lines(yaml.compose(text, Loader=LOADER), path)) for file, text in texts.items()}
    file = max(found, key=lambda name: len(found[name]))
    return Place(file, found[file][-1] if found[file] else 1)


def _lines(node: yaml.Node | None, path: Keys) -> Iterator[int]:
    """The line of each key on a path, as far as it is written below a node."""
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            return
        yield found[0].start_mark.line + 1
        node = found[1]
