"""Where a project keeps what, from its configuration; of one that translates another, both layouts.

A command beside the build reads a whole project so, without MkDocs: its settings (what it inherits, too) and its trace.
"""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from spor.locale import LOADER, Locale, load, merged
from spor.read.addresses import read_addresses
from spor.read.project import Layout, Translated, pages_of
from spor.read.translation import read_any
from spor.trace.original import Original, allowed_runs, read
from spor.trace.problem import ProjectError
from spor.trace.schema import read_schema
from spor.trace.trace import Trace


class _Loader(LOADER):  # type: ignore[misc, valid-type]
    """Reads mkdocs.yml; MkDocs' own tags stand for nothing here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@dataclass(frozen=True)
class Project:
    """What `extra.spor` says, where the project keeps what, and the trace."""

    settings: dict[str, Any]
    layout: Layout
    trace: Trace


def read_standalone(file: Path) -> Project:
    """The project of a configuration file."""
    layout, settings = layout_in(file)
    return Project(settings, layout, read_any(layout, pages_of(layout)))


def read_configuration(file: Path) -> dict[str, Any]:
    """A configuration with what it inherits (`INHERIT`), mappings merged as MkDocs does."""
    found: dict[str, Any] = {}
    for _, settings in reversed(_inherited(file).values()):
        found = merged(found, settings)
    found.pop("INHERIT", None)
    return found


def configuration_texts(file: Path) -> dict[str, str]:
    """The text of a configuration, and then of each that it inherits, by their paths.

    These begin at the folder of the configuration, or at that of one it inherits from, if the former lies below it.
    """
    found = _inherited(file)
    above = [each.parent for each in found if file.resolve().is_relative_to(each.parent)]
    root = min(above, key=lambda folder: len(folder.parts))
    return {_from(root, each): text for each, (text, _) in found.items()}


def _inherited(file: Path) -> dict[Path, tuple[str, dict[str, Any]]]:
    """A configuration and then each that it inherits: its text, and what that says."""
    found: dict[Path, tuple[str, dict[str, Any]]] = {}
    current: Path | None = file.resolve()
    while current is not None and current not in found:
        text = current.read_text("utf-8")
        settings: dict[str, Any] = yaml.load(text, _Loader)  # a SafeLoader
        found[current] = text, settings
        base = settings.get("INHERIT")
        current = (current.parent / base).resolve() if base else None
    return found


def layout_of(file: Path, docs: str, bibliography: str, settings: Mapping[str, Any]) -> Layout:
    """The layout of the project with the configuration `file`, whose `extra.spor` holds `settings`.

    `docs` and `bibliography` are as seen from its folder. The root of a translation is that of the project that it
    translates. Raises ProjectError, with the setting that is wrong, for files that cannot be read.
    """
    folder = file.resolve().parent
    translates = _translated(folder, settings)
    root = translates.layout.root if translates else folder
    locale = load(settings["language"], settings.get("labels"))
    return Layout(
        root=root,
        docs=_from(root, folder / docs),
        bibliography=_from(root, folder / bibliography),
        data=settings["data"],
        homes=settings["homes"],
        schema=read_schema(settings),
        editors=locale.editors,
        original=read_original(root, settings, locale),
        language=settings["language"],
        addresses={} if translates else read_addresses(root, settings),
        translates=translates,
    )


def layout_in(file: Path) -> tuple[Layout, dict[str, Any]]:
    """The layout of the project with the configuration `file`, and what that says under `extra.spor`."""
    return _laid_out(file, read_configuration(file))


def _laid_out(file: Path, config: Mapping[str, Any]) -> tuple[Layout, dict[str, Any]]:
    settings: dict[str, Any] = config["extra"]["spor"]
    bibliography = config["plugins"]["bibtex"]["bib_file"]
    return layout_of(file, config.get("docs_dir", "docs"), bibliography, settings), settings


def _translated(folder: Path, settings: Mapping[str, Any]) -> Translated | None:
    setting = settings.get("translates")
    if not setting:
        return None
    file = folder / setting["project"]
    try:
        config = read_configuration(file)
        if config["extra"]["spor"].get("translates"):  # itself, too: that would never end
            raise ProjectError(f"extra.spor.translates.project: {setting['project']} translates: name the original")
        layout, other = _laid_out(file, config)
    except (OSError, LookupError, TypeError, yaml.YAMLError) as error:
        raise ProjectError(f"extra.spor.translates.project: {setting['project']} cannot be read: {error}") from error
    files = {name: _from(layout.root, folder / setting[name]) for name in ("terms", "record")}
    languages = tuple(load(each["language"], each.get("labels")) for each in (other, settings))
    return Translated(
        layout, (languages[0], languages[1]), **files,
        glosses=setting.get("glosses", ""), names=tuple(map(str, setting.get("names", ()))),
    )  # fmt: skip


def _from(root: Path, path: Path) -> str:
    """A path as seen from the root."""
    return Path(os.path.relpath(path, root)).as_posix()


def read_original(root: Path, settings: Mapping[str, Any], locale: Locale) -> Original:
    """The original of the project at `root`; nothing is asked where its settings name no fingerprint.

    Raises ProjectError for a file that cannot be read, or holds no fingerprint.
    """
    setting = settings.get("fingerprint")
    if not setting:
        return Original()
    try:
        fingerprint = read((root / setting["file"]).read_text("utf-8"))
        if not fingerprint.places or not any(fingerprint.rows.values()):
            raise ValueError(f"{setting['file']} holds no hashes: take them anew with 'make fingerprint'")
        allowed = allowed_runs((root / setting["allowed"]).read_text("utf-8") if "allowed" in setting else "")
    except (OSError, ValueError) as error:
        raise ProjectError(f"extra.spor.fingerprint: {error}") from error
    return Original(fingerprint, allowed, locale.hedges, locale.speakers, locale.reservations)
