"""What several tests need: the projects' layouts, and copies of their content."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pymdownx.slugs import slugify

import spor.render.views  # noqa: F401  (a page may ask for them)
from spor.check import check
from spor.locale import Locale, load
from spor.read.project import Layout, read_trace
from spor.render.citeproc import Formatted
from spor.render.site import Site
from spor.trace.schema import Schema, read_schema
from spor.trace.trace import Trace

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, tags of MkDocs' own included: a variable of the environment is what stands in for it."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
Loader.add_constructor(
    "tag:yaml.org,2002:python/object/apply:pymdownx.slugs.slugify",
    lambda loader, node: slugify(**loader.construct_mapping(node, deep=True)["kwds"]),
)
Loader.add_constructor("!ENV", lambda loader, node: loader.construct_object(node.value[-1]))


@cache
def settings() -> Mapping[str, Any]:
    """What the real site's configuration says under `extra.spor`; the tiny thesis inherits it."""
    found: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)["extra"]["spor"]
    return found


@cache
def schema() -> Schema:
    """The kinds of the real thesis."""
    return read_schema(settings())


@cache
def locale() -> Locale:
    """The words of the real site."""
    return load(settings()["language"], settings().get("labels"))


def layout(root: Path) -> Layout:
    """The layout of the project at `root`: of the real thesis, the tiny one or a copy of either."""
    told = settings()
    return Layout(root, "docs", "references.bib", told["data"], told["homes"], schema(), locale().editors)


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
    return Site(trace, locale(), {**urls, "index.md": ""}, lambda: Formatted({}, {}))


def messages(root: Path) -> list[str]:
    """Every problem of the project at `root`, as the build would print it."""
    return messages_of(layout(root))


def messages_of(layout: Layout) -> list[str]:
    """Every problem of a project with a layout of its own."""
    trace = read_trace(layout, pages(layout.root))
    return [str(problem) for problem in check(trace)]


def copy_content(source: Path, target: Path) -> Path:
    """A copy of a project's content (docs/ and references.bib) that a test may change."""
    shutil.copytree(source / "docs", target / "docs")
    shutil.copy(source / "references.bib", target / "references.bib")
    return target


def copy_of_tiny(folder: Path) -> Path:
    """A copy of the tiny thesis that has never been built, with a configuration of its own."""
    root = copy_content(TINY, folder)
    config = (TINY / "mkdocs.yml").read_text("utf-8").replace("../../", f"{ROOT}/")
    (root / "mkdocs.yml").write_text(config, "utf-8")
    return root


def copy_of_real(folder: Path) -> Path:
    """A copy of the real thesis with its hooks, that can be built by itself."""
    root = copy_content(ROOT, folder)
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root


def changed(root: Path, name: str, old: str, new: str) -> Path:
    """The project at `root`, once what stands in one of its files is another; fails where it does not stand there."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return root
