"""What several tests need: the projects' layouts, and copies of their content."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import spor.read.project
import spor.render.views  # a page may ask for them
from spor.check import check
from spor.locale import Locale, load
from spor.read.blocks import Splitter
from spor.read.layout import Layout, read_configuration, read_original
from spor.read.project import read_trace
from spor.read.translation import read_standalone
from spor.render.citations import Formatted
from spor.render.site import Site
from spor.trace.block import Block
from spor.trace.original import Original
from spor.trace.schema import Schema, read_schema
from spor.trace.trace import Trace

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"


@dataclass(frozen=True)
class Configured:
    """What a configuration says: all of it, what is ours, and what follows from that."""

    config: Mapping[str, Any]
    settings: Mapping[str, Any]
    schema: Schema
    locale: Locale


#: By the text of the configuration: the copies of a project have the same.
_CONFIGURED: dict[str, Configured] = {}
#: By what their files hold.
_originals: dict[bytes, Original] = {}


@cache
def splitter(language: str) -> Callable[..., tuple[Block, ...]]:
    """Splits a page into its blocks, the same page once for all copies of a project: most copies differ in one page,
    and that is half of reading them."""
    return cache(Splitter(language))


setattr(spor.read.project, "Splitter", splitter)  # noqa: B010 - for whatever reads a project here


def configured(root: Path = ROOT) -> Configured:
    """What the configuration of the project at `root` says, with what it inherits."""
    file = root / "mkdocs.yml"
    text = file.read_text("utf-8")
    if text not in _CONFIGURED:
        config = read_configuration(file)
        settings = config["extra"]["spor"]
        locale = load(settings["language"], settings.get("labels"))
        _CONFIGURED[text] = Configured(config, settings, read_schema(settings), locale)
    return _CONFIGURED[text]


def _original(root: Path, said: Configured) -> Original:
    """The original of the project at `root`, read once for all copies of a project."""
    files = (root / name for name in said.settings.get("fingerprint", {}).values() if isinstance(name, str))
    key = b"".join([said.locale.language.encode(), *(file.read_bytes() for file in files if file.is_file())])
    if key not in _originals:
        _originals[key] = read_original(root, said.settings, said.locale)
    return _originals[key]


def layout(root: Path) -> Layout:
    """The layout of the project at `root`."""
    said = configured(root)
    bibliography = said.config["plugins"]["bibtex"]["bib_file"]
    places = (bibliography, said.settings["data"], said.settings["homes"])
    return Layout(root, "docs", *places, said.schema, said.locale, _original(root, said))


def pages(root: Path) -> tuple[str, ...]:
    """The Markdown pages of a project, as the site knows them."""
    docs = root / "docs"
    return tuple(sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md")))


def trace_of(root: Path) -> Trace:
    """The trace of the project at `root`."""
    return read_trace(layout(root), pages(root))


@cache
def real_trace() -> Trace:
    """The trace of the real thesis."""
    return trace_of(ROOT)


def site_of(trace: Trace) -> Site:
    """A trace as a site in which citations stay as typed."""
    urls = {page: page.removesuffix(".md").removesuffix("index").rstrip("/") + "/" for page in trace.pages}
    return Site(trace, configured().locale, {**urls, "index.md": ""}, Formatted({}, {}))


def messages(root: Path) -> list[str]:
    """Every problem of the project at `root`, as the build would print it."""
    return [str(problem) for problem in check(trace_of(root))]


def messages_of(config: Path) -> tuple[str, ...]:
    """Every problem of the project that has this configuration."""
    return tuple(str(problem) for problem in check(read_standalone(config).trace))


def translated_messages(root: Path) -> list[str]:
    """Every problem of the English side of the project at `root`."""
    return list(messages_of(root / "projects" / "en" / "mkdocs.yml"))


def copy_of(source: Path, target: Path) -> Path:
    """A copy of a project that has never been built and that a test may change; its hooks are those of this one."""
    shutil.copytree(source / "docs", target / "docs")
    for file in (source / name for name in ("references.bib", "thesis.fingerprint", "allowed.txt", "addresses.txt")):
        if file.is_file():
            shutil.copy(file, target / file.name)
    config = (source / "mkdocs.yml").read_text("utf-8").replace("../../", f"{ROOT}/")
    if source == ROOT:
        places = {"theme": f"{{custom_dir: {ROOT}/hooks/spor/render/theme}}", "hooks": f"[{ROOT}/hooks/thesis_hook.py]"}
        config = "\n".join([f"INHERIT: {ROOT}/mkdocs.yml", *(f"{name}: {value}" for name, value in places.items()), ""])
    (target / "mkdocs.yml").write_text(config, "utf-8")
    if source != ROOT and (source / "projects").is_dir():
        shutil.copytree(source / "projects", target / "projects")
        for file in target.glob("projects/*/mkdocs.yml"):
            file.write_text(file.read_text("utf-8").replace("../../../../", f"{ROOT}/"), "utf-8")
    return target


def changed(root: Path, name: str, old: str, new: str) -> Path:
    """The project at `root`, once what stands in one of its files is another; fails where it does not stand there."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return root
