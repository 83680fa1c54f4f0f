"""Reads a project without MkDocs, for commands beside the build: its settings (what it inherits too) and its trace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from spor.locale import load, merged
from spor.read.addresses import read_addresses
from spor.read.original import read_original
from spor.read.project import Layout, read_trace
from spor.trace.schema import read_schema
from spor.trace.trace import Trace


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; MkDocs' own tags stand for nothing here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


@dataclass(frozen=True)
class Project:
    """What `extra.spor` says, and the trace."""

    settings: dict[str, Any]
    layout: Layout
    trace: Trace


def read_configuration(file: Path) -> dict[str, Any]:
    """A configuration with what it inherits (`INHERIT`), mappings merged as MkDocs does."""
    own: dict[str, Any] = yaml.load(file.read_text("utf-8"), _Loader)  # a SafeLoader
    base = own.pop("INHERIT", None)
    return merged(read_configuration(file.parent / base), own) if base else own


def read_standalone(file: Path) -> Project:
    """The project of a configuration file."""
    config = read_configuration(file)
    settings = config["extra"]["spor"]
    locale = load(settings["language"], settings.get("labels"))
    root, docs = file.resolve().parent, config.get("docs_dir", "docs")
    bibliography = config["plugins"]["bibtex"]["bib_file"]
    schema = read_schema(settings)
    original = read_original(root, settings, locale)
    layout = Layout(root, docs, bibliography, settings["data"], settings["homes"], schema, locale.editors, original)
    layout = replace(layout, language=settings["language"], addresses=read_addresses(root, settings))
    pages = sorted(path.relative_to(root / docs).as_posix() for path in (root / docs).rglob("*.md"))
    return Project(settings, layout, read_trace(layout, tuple(pages)))
