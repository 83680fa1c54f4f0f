"""What several tests need: the projects' layouts, and copies of their content."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from spor.read.project import Layout, read_trace
from spor.check.check import check
from spor.trace.trace import Trace

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, tags of MkDocs' own included."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
Loader.add_constructor("!ENV", lambda loader, node: None)


def settings() -> dict[str, Any]:
    """What the real site's configuration says under `extra.spor`; the tiny thesis inherits it."""
    found: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)["extra"]["spor"]
    return found


def layout(root: Path) -> Layout:
    """The layout of the project at `root`: of the real thesis, the tiny one or a copy of either."""
    chosen = settings()
    return Layout(root, "docs", chosen["bibliography"], chosen["data"], chosen["homes"])


def pages(root: Path) -> tuple[str, ...]:
    """The Markdown pages of a project, as the site knows them."""
    docs = root / "docs"
    return tuple(sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md")))


def trace_of(root: Path) -> Trace:
    """The trace of the project at `root`."""
    return read_trace(layout(root), pages(root))


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
