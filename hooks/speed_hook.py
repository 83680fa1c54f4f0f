"""Makes builds quicker without changing a byte of what they write. Take it out and the site is the same."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files, InclusionLevel

from spor import templates
from spor.ahead import Ahead

#: New objects until Python looks for garbage. A trace is many objects that all stay: looking at them each 700 new ones,
#: as Python does by itself, takes a tenth of the build.
_GARBAGE_THRESHOLD = 50_000


class _Kept(FileSystemBytecodeCache):
    """Compiled templates by name alone: a folder's name need not be one that jinja2 can encode.

    Templates of one name are told apart by the checksum of their source, which jinja2 compares itself.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)


def on_startup(**_: object) -> None:
    """Lets the garbage wait."""
    gc.set_threshold(_GARBAGE_THRESHOLD)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keeps our compiled templates; one that has changed is compiled anew."""
    folder = Path(config.config_file_path).resolve().parent / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    templates.ENVIRONMENT.bytecode_cache = _Kept(str(folder))
    return config


@event_priority(-100)  # after the citations are filled in: the search must find them
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keeps the theme's compiled templates too: compiling them is a fifth of a small site's build."""
    env.bytecode_cache = templates.ENVIRONMENT.bytecode_cache
    env.auto_reload = False  # no template changes while pages are written: to look each time takes a twentieth
    search = config.plugins.get("material/search")
    if search is not None:
        search.search_index = _index_ahead(search.search_index, files)
    return env


def _index_ahead(index: Any, files: Files) -> Any:
    """The search plugin's index, with what it takes from each page taken ahead."""
    listed = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    pages = {file.src_uri: file.page for file in listed if file.page}

    def entries(page: str) -> list[dict[str, Any]]:
        own = type(index)(**index.config)
        own.add_entry_from_context(pages[page])
        return list(own.entries)

    found = Ahead(entries, pages)
    index.add_entry_from_context = lambda page: index.entries.extend(found.take(page.file.src_uri))
    return index
