"""Puts the theme's style sheets and the site's own into one file: a page waits for no more than the theme's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from spor.stylesheet import bundle

#: The theme's own, in the order in which it links them; their names hold a hash.
_THEMES = ("main.*.min.css", "palette.*.min.css")
_FOLDER = "assets/stylesheets"

_own: list[str] = []
_name = ""


@event_priority(-100)  # after whoever adds a style sheet
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Takes over the site's own style sheets: the theme shall not link them."""
    global _own
    _own, config.extra_css = list(config.extra_css), []
    return config


@event_priority(-100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the one style sheet, and leaves out what went into it."""
    global _name
    themes = [_find(config, pattern) for pattern in _THEMES]
    own = [_take(files, path) for path in _own]
    name, text = bundle([*(path.read_text("utf-8") for path in themes), *own])
    _name = f"{_FOLDER}/{name}"
    files.append(File.generated(config, _name, content=text))
    return files


def on_env(env: Any, **_: Any) -> Any:
    """Tells the template (theme/main.html) its name."""
    env.globals["spor_stylesheet"] = _name
    return env


def _find(config: MkDocsConfig, pattern: str) -> Path:
    """A style sheet of the theme."""
    return next(path for folder in config.theme.dirs for path in sorted((Path(folder) / _FOLDER).glob(pattern)))


def _take(files: Files, path: str) -> str:
    """The text of a style sheet, which is no file of the site's any more; PluginError if it never was."""
    file = files.get_file_from_path(path)
    if file is None:
        raise PluginError(f"extra_css: there is no file '{path}' in the site")
    files.remove(file)
    return file.content_string
