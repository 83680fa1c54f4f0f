"""Writes a build to a folder of its own and swaps it in at the very end, if nothing was wrong."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler

from spor import publish

_warnings = CountHandler(level=logging.WARNING)
_serving = False
_site: Path | None = None


def on_startup(command: str, **_: Any) -> None:
    """Remembers the command: `mkdocs serve` has a folder of its own already."""
    global _serving
    _serving = command == "serve"


@event_priority(-100)  # last: no plugin may see the folder change under it
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Turns the build to its own folder, and counts its warnings as --strict does."""
    global _site, _warnings
    _site = None
    if not _serving:
        logger = logging.getLogger("mkdocs")
        logger.removeHandler(_warnings)
        _warnings = CountHandler(level=logging.WARNING)
        logger.addHandler(_warnings)
        _site = Path(config.site_dir)
        publish.recover(_site)
        config.site_dir = str(publish.building(_site))
    return config


@event_priority(-100)  # last: whatever writes into the site has done so
def on_post_build(config: MkDocsConfig) -> None:
    """Swaps the finished site in. Where --strict will refuse it, MkDocs' own abort follows and clears it away."""
    if _site is not None and not (config.strict and _warnings.get_counts()):
        publish.publish(_site)
        config.site_dir = str(_site)


def on_build_error(**_: Any) -> None:
    """Leaves the last good site as it was."""
    if _site is not None:
        publish.discard(_site)
