"""Reads a project without MkDocs, for commands beside the build: its settings (what it inherits too) and its trace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spor.read.layout import layout_in
from spor.read.layout import read_configuration as read_configuration
from spor.read.project import Layout, pages_of
from spor.read.translation import read_any
from spor.trace.trace import Trace


@dataclass(frozen=True)
class Project:
    """What `extra.spor` says, and the trace."""

    settings: dict[str, Any]
    layout: Layout
    trace: Trace


def read_standalone(file: Path) -> Project:
    """The project of a configuration file."""
    layout, settings = layout_in(file)
    return Project(settings, layout, read_any(layout, pages_of(layout)))
