"""Where a project keeps what, from its configuration; of one that translates another, both layouts."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from spor.locale import load, merged
from spor.read.addresses import read_addresses
from spor.read.original import read_original
from spor.read.project import Layout, Translated
from spor.trace.schema import read_schema


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; MkDocs' own tags stand for nothing here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def read_configuration(file: Path) -> dict[str, Any]:
    """A configuration with what it inherits (`INHERIT`), mappings merged as MkDocs does."""
    own: dict[str, Any] = yaml.load(file.read_text("utf-8"), _Loader)  # a SafeLoader
    base = own.pop("INHERIT", None)
    return merged(read_configuration(file.parent / base), own) if base else own


def layout_of(file: Path, docs: str, bibliography: str, settings: Mapping[str, Any]) -> Layout:
    """The layout of the project with the configuration `file`, whose `extra.spor` holds `settings`.

    `docs` and `bibliography` are as seen from its folder. The root of a translation is that of the project that it
    translates. Raises ValueError, with the setting that is wrong, for files that cannot be read.
    """
    folder = file.resolve().parent
    translates = _translated(folder, settings)
    root = translates.layout.root if translates else folder
    locale = load(settings["language"], settings.get("labels"))
    try:
        original = read_original(root, settings, locale)
    except (OSError, ValueError) as error:
        raise ValueError(f"extra.spor.fingerprint: {error}") from error
    try:
        addresses = {} if translates else read_addresses(root, settings)
    except ValueError as error:
        raise ValueError(f"extra.spor.addresses: {error}") from error
    return Layout(
        root=root,
        docs=_from(root, folder / docs),
        bibliography=_from(root, folder / bibliography),
        data=settings["data"],
        homes=settings["homes"],
        schema=read_schema(settings),
        editors=locale.editors,
        original=original,
        language=settings["language"],
        addresses=addresses,
        translates=translates,
    )


def layout_in(file: Path) -> tuple[Layout, dict[str, Any]]:
    """The layout of the project with the configuration `file`, and what that says under `extra.spor`."""
    config = read_configuration(file)
    settings: dict[str, Any] = config["extra"]["spor"]
    bibliography = config["plugins"]["bibtex"]["bib_file"]
    return layout_of(file, config.get("docs_dir", "docs"), bibliography, settings), settings


def _translated(folder: Path, settings: Mapping[str, Any]) -> Translated | None:
    told = settings.get("translates")
    if not told:
        return None
    try:
        layout, other = layout_in(folder / told["project"])
    except (OSError, LookupError, TypeError, yaml.YAMLError) as error:
        raise ValueError(f"extra.spor.translates.project: {told['project']} cannot be read: {error}") from error
    files = {name: _from(layout.root, folder / told[name]) for name in ("terms", "record")}
    languages = tuple(load(each["language"], each.get("labels")) for each in (other, settings))
    return Translated(
        layout, (languages[0], languages[1]), **files,
        glosses=told.get("glosses", ""), names=tuple(map(str, told.get("names", ()))),
    )  # fmt: skip


def _from(root: Path, path: Path) -> str:
    """A path as seen from the root."""
    return Path(os.path.relpath(path, root)).as_posix()
