"""Tells how far a long build is, and sums it up at the end."""

from __future__ import annotations

import logging
import sys
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.utils import DuplicateFilter

from build_state import LAPS, PAGES, STATE
from spor.report import Progress, progress, summary

log = get_plugin_logger("spor")
#: Goes back to the beginning of a terminal's line and clears it.
_CLEAR = "\r\x1b[K"

_progress = Progress()
_done = _total = 0
_shown = False


def on_startup(**_: Any) -> None:
    """Lets each message begin on a line of its own, where a terminal shows how far the build is."""
    for handler in logging.getLogger("mkdocs").handlers:
        handler.addFilter(_cleared)


def _cleared(_: logging.LogRecord) -> bool:
    global _shown
    if _shown:
        sys.stderr.write(_CLEAR)
        _shown = False
    return True


@event_priority(200)  # first: here the build begins
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Starts the clock, and lets MkDocs tell again what it told of the last build.

    It tells nothing twice; under `mkdocs serve` a writer who makes a mistake again would see no reason for the stop.
    """
    global _progress
    for told in logging.getLogger("mkdocs.commands.build").filters:
        if isinstance(told, DuplicateFilter):
            told.msgs.clear()
    LAPS.reset("set up")
    _progress = Progress(**config.extra["spor"].get("progress", {}))
    if sys.stderr.isatty():
        _progress.every = 0.1
    return config


@event_priority(-300)  # last: all pages are known
def on_files(files: Files, **_: Any) -> Files:
    """Counts the pages; from here on they are rendered."""
    global _total
    _total = len(files.documentation_pages())
    _begin("render")
    return files


def on_page_content(html: str, **_: Any) -> str:
    """One page more is rendered."""
    _count("render")
    return html


@event_priority(-300)  # last: from here on MkDocs writes
def on_env(env: Any, **_: Any) -> Any:
    """All pages stand."""
    _begin("write")
    return env


def on_post_page(output: str, **_: Any) -> str:
    """One page more is about to be written."""
    _count("write")
    return output


@event_priority(-200)  # last: the site stands
def on_post_build(**_: Any) -> None:
    """Sums the build up."""
    LAPS.begin("")
    if STATE.site is not None:
        for line in summary(STATE.site.trace, LAPS.taken):
            log.info(line)


def _begin(step: str) -> None:
    global _done
    _done = 0
    LAPS.begin(step)


def _count(step: str) -> None:
    """Counts a page of a step, and tells of it if that is due."""
    global _done, _shown
    _done += 1
    if not _progress.due(LAPS.elapsed) or not log.isEnabledFor(logging.INFO):
        return
    done = _done if PAGES.left is None else _total - PAGES.left()
    line = progress(step, done, _total, LAPS.elapsed)
    if sys.stderr.isatty():
        sys.stderr.write(f"{_CLEAR}spor: {line}")
        sys.stderr.flush()
        _shown = True
    else:
        log.info(line)
