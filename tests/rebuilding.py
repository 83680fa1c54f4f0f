"""Builds sites more than once in one process, as `mkdocs serve` does: `python rebuilding.py TASK CONFIG …`.

Prints what it has found as JSON.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort


def loaded(file: str, site: Path) -> MkDocsConfig:
    """A configuration, as each build loads it anew."""
    config = load_config(file, site_dir=str(site))
    config.plugins.on_startup(command="build", dirty=False)
    return config


def again(file: str) -> list[int]:
    """How many objects there are after each of a few builds."""
    counts = []
    with tempfile.TemporaryDirectory() as site:
        for _ in range(7):
            build(loaded(file, Path(site)))
            gc.collect()
            counts.append(len(gc.get_objects()))
    return counts


def memory(file: str, times: str) -> list[int]:
    """The memory that is taken (resident, in KiB) after each of so many builds under `mkdocs serve`.

    Each time a page has changed, as when a writer saves it.
    """
    taken = []
    page = Path(file).parent / "docs" / "index.md"
    text = page.read_text("utf-8")
    with tempfile.TemporaryDirectory() as site:
        load_config(file).plugins.on_startup(command="serve", dirty=False)
        for number in range(int(times)):
            page.write_text(f"{text}\nEndring {number}.\n", "utf-8")
            build(load_config(file, site_dir=site), serve_url="http://127.0.0.1:8000/")
            pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
            taken.append(pages * resource.getpagesize() // 1024)
    return taken


def served(file: str, page: str) -> str:
    """A page of a site as `mkdocs serve` builds it."""
    with tempfile.TemporaryDirectory() as site:
        load_config(file).plugins.on_startup(command="serve", dirty=False)
        build(load_config(file, site_dir=site), serve_url="http://127.0.0.1:8000/")
        return Path(site, page).read_text("utf-8")


def without(file: str, extension: str) -> list[str]:
    """What becomes of a page with a list of terms, before and after the extension that makes it is taken out."""
    found = []
    with tempfile.TemporaryDirectory() as site:
        for gone in (False, True):
            config = loaded(file, Path(site))
            if gone:
                config.markdown_extensions.remove(extension)
            try:
                build(config)
            except Abort:
                found.append("stopped")
            else:
                found.append("a list" if "<dl>" in Path(site, "mer", "index.html").read_text("utf-8") else "no list")
    return found


def in_turn(one: str, other: str) -> list[dict[str, str]]:
    """Builds two sites in turn, each twice: the pages of each build, by their paths."""
    found = []
    with tempfile.TemporaryDirectory() as sites:
        for file in (one, other, one, other):
            site = Path(sites, Path(file).parent.name)
            build(loaded(file, site))
            found.append({str(page.relative_to(site)): page.read_text("utf-8") for page in site.rglob("*.html")})
    return found


if __name__ == "__main__":
    task = {"again": again, "memory": memory, "served": served, "without": without, "in_turn": in_turn}[sys.argv[1]]
    print(json.dumps(task(*sys.argv[2:])))  # type: ignore[operator]
