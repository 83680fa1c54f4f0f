"""What lies among the pages: only what a site is made of is published, and only the pages that something names."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from spor.trace.problem import Problem, suggestion
from spor.trace.rule import reports
from spor.trace.trace import Trace

#: Pictures, styles, scripts and letters. Pages and data are read, and come out as what the build makes of them.
_SUFFIXES = frozenset(
    [".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".css", ".js", ".mjs", ".woff", ".woff2"]
)
_DATA = frozenset([".csv", ".json", ".tsv", ".yaml", ".yml"])


@reports(unpublishable_file="Whatever lies among the pages is a page, or of a kind that may be published.")
def unpublishable(files: Iterable[str], docs: str, chosen: Collection[str] = ()) -> tuple[Problem, ...]:
    """Each of the `files` (below the folder `docs`) that would be copied to the site and is not of a kind for it.

    `chosen` are the patterns (`*.pdf`, `CNAME`) of what the project publishes besides: `extra.spor.publish`.
    """
    return tuple(
        Problem(f"{docs}/{file}", 1, "unpublishable-file", what)
        for file in sorted(files)
        if (what := _fault(PurePosixPath(file))) and not _is_meant(file, chosen)
    )


def unnamed(trace: Trace, named: Collection[str], chosen: Collection[str] = ()) -> tuple[Problem, ...]:
    """Each page of a trace that no navigation has (`named`), that is no entity's and that no pattern of `chosen` fits.

    A note that somebody has saved among the pages (an interview, a draft) would be published like any other.
    """
    at_fault = {problem.path for problem in trace.problems}  # what such a page is may be unknown for that
    absent = sorted(name for name in named if name.endswith(".md") and name not in trace.pages)
    what = "no navigation names this page: put it into 'nav' in mkdocs.yml, or move it out of the folder of the pages"
    return tuple(
        Problem(page.place.path, 1, "unpublishable-file", what + suggestion(path, absent))
        for path, page in sorted(trace.pages.items())
        if path not in named and not page.owner and not _is_meant(path, chosen) and page.place.path not in at_fault
    )


def named_in(navigation: Any) -> frozenset[str]:
    """The pages that a navigation names, as `nav` of mkdocs.yml has it."""
    if isinstance(navigation, str):
        return frozenset([navigation])
    parts = navigation.values() if isinstance(navigation, dict) else navigation or ()
    return frozenset().union(*map(named_in, parts))


def _is_meant(file: str, patterns: Collection[str]) -> bool:
    """Whether one of the patterns means a file: by its name, or by its path where the pattern has one."""
    name = PurePosixPath(file).name
    return any(fnmatchcase(file if "/" in pattern else name, pattern) for pattern in patterns)


def _fault(path: PurePosixPath) -> str:
    suffix = path.suffix.lower()
    name = f"*{suffix}" if suffix else path.name
    otherwise = f"move it out, or name '{name}' under extra.spor.publish"
    if hidden := next((part for part in path.parts if part.startswith(".")), ""):
        return f"'{hidden}' is hidden and would be published: move it out, or name '{path}' under extra.spor.publish"
    if suffix in _DATA:
        return f"would be published as it is: data belongs in a folder that exclude_docs names; else {otherwise}"
    return "" if suffix in _SUFFIXES else f"would be published as it is: {otherwise}"


@reports(symbolic_link="A symbolic link among the pages leads nowhere else.")
def symlink_problems(root: Path, docs: str) -> tuple[Problem, ...]:
    """Each link below the folder `docs` of the project at `root` that leads nowhere, out of it or in a circle."""
    found = []
    for folder, folders, files in os.walk(root / docs):
        for path in (Path(folder, name) for name in sorted([*folders, *files])):
            if path.is_symlink() and (what := _fault_of_link(path, root.resolve())):
                found.append(Problem(path.relative_to(root).as_posix(), 1, "symbolic-link", what))
    return tuple(found)


def _fault_of_link(link: Path, root: Path) -> str:
    target = Path(os.path.realpath(link))  # unlike Path.resolve, it raises nothing for a circle
    if not target.exists():
        return "leads nowhere: take it out"
    if not target.is_relative_to(root):
        return "leads out of the project, and what it leads to would be published: put the file itself there"
    if link.is_relative_to(target):
        return "leads to a folder that it lies in: take it out"
    return ""
