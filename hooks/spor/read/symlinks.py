"""Symbolic links among the pages: what they lead to would be published."""

from __future__ import annotations

import os
from pathlib import Path

from spor.trace.problem import Problem
from spor.trace.rule import reports


@reports(symbolic_link="A symbolic link among the pages leads nowhere else.")
def symlink_problems(root: Path, docs: str) -> tuple[Problem, ...]:
    """Each link below the folder `docs` of the project at `root` that leads nowhere, out of it or in a circle."""
    found = []
    for folder, folders, files in os.walk(root / docs):
        for path in (Path(folder, name) for name in sorted([*folders, *files])):
            if path.is_symlink() and (what := _fault(path, root.resolve())):
                found.append(Problem(path.relative_to(root).as_posix(), 1, "symbolic-link", what))
    return tuple(found)


def _fault(link: Path, root: Path) -> str:
    target = Path(os.path.realpath(link))  # unlike Path.resolve, it raises nothing for a circle
    if not target.exists():
        return "leads nowhere: take it out"
    if not target.is_relative_to(root):
        return "leads out of the project, and what it leads to would be published: put the file itself there"
    if link.is_relative_to(target):
        return "leads to a folder that it lies in: take it out"
    return ""
