"""Writes a thesis out in plain Markdown, as one would without the hooks: a fair match for the benchmarks.

Links become Markdown links, which MkDocs resolves and checks; citations become text that leads to the literature; the
lists of statements, guide questions, informants, works, findings and concepts are written out. There is nothing that
only the hooks can make: no panels, no entries beside citations, no matrices.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from project import pages, site_of, trace_of

from spor.read.syntax import CITATION, LINK, parse_citation
from spor.render.site import Site
from spor.trace.trace import Entity

_VIEW = re.compile(r"/// view \| (.+)\n///")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def write_plain(root: Path, target: Path) -> None:
    """Writes the pages of the project at `root` into the folder `target`."""
    trace = trace_of(root)
    site = site_of(trace)
    shutil.copytree(root / "docs", target, ignore=shutil.ignore_patterns("data"))
    for page in pages(root):
        text = _FRONT.sub("", (root / "docs" / page).read_text("utf-8"))
        text = _VIEW.sub(lambda match: _view(site, page, match[1]), text)  # noqa: B023  (called at once)
        text = re.sub(LINK, lambda match: _link(site, page, match), text)  # noqa: B023
        text = re.sub(CITATION, lambda match: _citation(site, page, match), text)  # noqa: B023
        (target / page).write_text(text, "utf-8")


def _href(here: str, entity: Entity) -> str:
    path = posixpath.relpath(entity.page, posixpath.dirname(here) or ".")
    return f"{path}#{entity.anchor}" if entity.anchor else path


def _to(site: Site, here: str, entity: Entity, text: str = "") -> str:
    return f"[{text or site.short(entity)}]({_href(here, entity)})"


def _link(site: Site, here: str, match: re.Match[str]) -> str:
    return _to(site, here, site.trace.entities[match["target"]], match["text"])


def _citation(site: Site, here: str, match: re.Match[str]) -> str:
    works = parse_citation(match["cites"])
    return f"({'; '.join(_to(site, here, site.trace.entities[w.key], f'{w.key}, {w.locator}') for w in works)})"


def _view(site: Site, here: str, call: str) -> str:
    name, trace = call.split()[0], site.trace
    if name == "findings-of":
        owner = trace.pages[here].owner
        return _list(site, here, (trace.entities[i] for i in site.trace.sources(owner, "answers")))
    if name in ("findings", "concepts"):
        return _list(site, here, trace.of_kind(name[:-1]))
    kind = {"statements": "statement", "guide": "guide", "informants": "informant", "literature": "source"}.get(name)
    return "\n\n".join(_entry(site, entity) for entity in trace.of_kind(kind)) if kind else ""


def _list(site: Site, here: str, entities: Iterable[Entity]) -> str:
    return "\n".join(f"- {_to(site, here, entity, entity.title)}" for entity in entities)


def _entry(site: Site, entity: Entity) -> str:
    title = site.short(entity) if entity.kind == "statement" else entity.title
    return f"### {title} {{#{entity.anchor}}}\n\n{entity.fields.get('text', '')}"
