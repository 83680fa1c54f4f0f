"""The report of the benchmarks: pure formatting of what bench.py has measured."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

#: The kinds of build, and what the tables call them.
NAMES = {
    "bare": "bare",
    "plain": "plain",
    "warm": "everything, citations kept",
    "cold": "everything, nothing kept",
    "book": "everything and the book, nothing kept",
    "bibtex": "mkdocs-bibtex (CSL)",
}
#: What is edited before a rebuild, and what the tables call it.
EDITS = {"sentence": "a sentence more", "link": "a link more"}


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock, seconds of processor time, peak MiB of its largest process."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Measured:
    """One size: findings and pages, the costs of each kind of build turn by turn, and the CPU seconds that rebuilds of
    each kind take, by what was edited.
    """

    findings: int
    pages: int
    costs: Mapping[str, Sequence[Cost]]
    rebuilds: Mapping[str, Mapping[str, Sequence[float]]]

    def middle(self, kind: str, what: str) -> float:
        """The median of one cost of a kind of build."""
        return float(median(getattr(cost, what) for cost in self.costs[kind]))

    def ratio(self, kind: str, base: str, what: str) -> float:
        """The median, over the turns, of a kind's cost over another's."""
        pairs = zip(self.costs[kind], self.costs[base], strict=False)  # some kinds sit out the later turns
        return float(median(float(getattr(one, what) / getattr(other, what)) for one, other in pairs))

    def rebuild(self, base: str, edit: str) -> float:
        """The time of a rebuild with everything on over that of another kind, as medians."""
        return median(self.rebuilds["warm"][edit]) / median(self.rebuilds[base][edit])


def exponent(measured: Sequence[Measured], kind: str, what: str) -> float:
    """The exponent k of cost = c · findings^k, a straight line fitted to the logarithms."""
    x = [math.log(size.findings) for size in measured]
    y = [math.log(size.middle(kind, what)) for size in measured]
    return float(linear_regression(x, y).slope)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _costs(measured: Sequence[Measured]) -> str:
    rows = [
        [
            f"{size.findings:,}",
            f"{size.pages:,}",
            name,
            f"{size.middle(kind, 'wall'):.2f}",
            f"{size.middle(kind, 'cpu'):.2f}",
            f"{size.middle(kind, 'peak'):.0f}",
            f"{size.ratio(kind, 'bare', 'wall'):.2f}",
            f"{size.ratio(kind, 'bare', 'cpu'):.2f}",
            f"{size.ratio(kind, 'plain', 'cpu'):.2f}",
        ]
        for size in measured
        for kind, name in NAMES.items()
        if kind in size.costs
    ]
    head = ["findings", "pages", "build", "seconds", "CPU seconds", "peak MiB"]
    return _table([*head, "× bare, clock", "× bare, CPU", "× plain, CPU"], rows)


def _rebuilds(measured: Sequence[Measured]) -> str:
    kinds = ("bare", "plain", "warm")
    rows = [
        [f"{size.findings:,}", words]
        + [f"{median(size.rebuilds[kind][edit]):.2f}" for kind in kinds]
        + [f"{size.rebuild('bare', edit):.2f}", f"{size.rebuild('plain', edit):.2f}"]
        for size in measured
        if size.rebuilds
        for edit, words in EDITS.items()
    ]
    return _table(["findings", "edit", "bare, s", "plain, s", "everything, s", "× bare", "× plain"], rows)


def _growth(measured: Sequence[Measured]) -> str:
    rows = [
        [NAMES[kind]] + [f"{exponent(measured, kind, what):.2f}" for what in ("wall", "cpu", "peak")]
        for kind in ("bare", "plain", "warm", "cold")
    ]
    largest = f"{measured[-2].findings:,} to {measured[-1].findings:,}"
    rows += [
        [f"{NAMES[kind]}, {largest} only"]
        + [f"{exponent(measured[-2:], kind, what):.2f}" for what in ("wall", "cpu", "peak")]
        for kind in ("bare", "warm", "cold")
    ]
    return _table(["build", "seconds", "CPU seconds", "peak memory"], rows)


def _goals(measured: Sequence[Measured]) -> str:
    rows = []

    def goal(words: str, found: float, limit: float) -> None:
        rows.append([words, f"{limit:g}", f"{found:.2f}", "met" if found <= limit else "**missed**"])

    for size in measured:
        if size.findings in (50, 200):
            for base, limit in (("bare", 1.6), ("plain", 1.35)):
                goal(f"everything on over {base}, {size.findings} findings", size.ratio("warm", base, "cpu"), limit)
    for size in measured:
        for edit, words in EDITS.items() if size.rebuilds else ():
            goal(f"rebuild over bare, {size.findings:,} findings, {words}", size.rebuild("bare", edit), 1.6)
    if len(measured) > 1:
        for kind in ("warm", "cold"):
            goal(f"exponent of time, {NAMES[kind]}", exponent(measured, kind, "cpu"), 1.1)
        largest = measured[-1]
        goal(f"peak memory over bare, {largest.findings:,} findings", largest.ratio("warm", "bare", "peak"), 3)
    books = [size for size in measured if "book" in size.costs]
    for size in books:
        if size.findings == 200:
            goal("GiB of the book's build at its peak, 200 findings", size.middle("book", "peak") / 1024, 1)
    if len(books) > 1:
        for what, words in (("cpu", "time"), ("peak", "peak memory")):
            goal(f"exponent of {words}, everything and the book", exponent(books, "book", what), 1.1)
    return _table(["goal (CPU seconds)", "at most", "measured", ""], rows)


def report(measured: Sequence[Measured]) -> str:
    """The whole report, as Markdown."""
    parts = [_INTRODUCTION, _goals(measured), "## Builds", _costs(measured)]
    if len(measured) > 1:
        parts += ["## Growth", _GROWTH, _growth(measured)]
    parts += ["## Rebuilds", _REBUILDS, _rebuilds(measured), "## The machine"]
    parts += [f"{os.cpu_count()} processor cores, {platform.system()} ({platform.machine()}), Python {_python()}."]
    return "\n\n".join(parts) + "\n"


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])


_INTRODUCTION = """\
# Benchmarks

Written by `make bench`; do not edit. `tests/bench.py` measures, `tests/synthetic.py` grows the thesis: each finding on
a page of its own, with five statements, four citations with pages and four concept links; concepts, sections,
statements and questions of the guide in proportion; 30, 100, 250 and 500 works for 50, 200, 1,000 and 5,000 findings;
informants and research questions with the square root.

Every build is a process of its own. The kinds of build take turns, so that what else the machine does strikes all
alike; given are medians, and medians of the ratios within a turn. Seconds are those on the clock, start of Python
included; CPU seconds are those of all threads and child processes, and what the goals are in. Peak memory is that of
the largest process.

For comparison, measured elsewhere on such a thesis, on two cores: Sphinx with sphinx-needs and sphinxcontrib-bibtex
took 6.1 times the bare MkDocs build at 50 findings and 10.1 times at 200.

- **bare**: the same pages through MkDocs and Material with the hooks and mkdocs-bibtex off; `[[…]]`, `[@…]` and views
  stay as text, so that most of what the reader gets is not there.
- **plain**: the same pages as one would write them without the hooks: links as Markdown links, citations as text that
  leads to the literature, lists of statements, works and so on written out. Still without backlinks, previews of
  entries, matrices and exports.
- **everything, citations kept**: the hooks as `mkdocs.yml` has them, with `.cache/` from an earlier build.
- **everything, nothing kept**: the same without `.cache/`, as in a fresh clone: pandoc formats all citations.
- **everything and the book**: also the PDF and the EPUB (`SPOR_BOOK=true`), set anew; else they are off, as they are
  under `mkdocs serve`. They are kept in `.cache/` for as long as no page changes.
- **mkdocs-bibtex (CSL)**: hooks off, citations by mkdocs-bibtex and the same style; it starts pandoc for each page.

## Goals"""

_GROWTH = """\
The exponent k in cost = c · findings^k, fitted over all sizes; the start of Python flattens it at the small ones, so
the last step stands by itself too."""

_REBUILDS = """\
The site is built, then a page is edited and the site built again in the same process, as `mkdocs serve` does: the
median of three edits, in CPU seconds. A sentence more leaves the trace as it is; a link more changes it."""
