"""Withdraws an informant or a statement from a copy of the real thesis, and tells which words must be gone by that."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from project import ROOT, copy_of, real_trace
from site_words import Run, runs

from spor.read.layout import Layout, pages_of
from spor.read.translation import read_standalone
from spor.redact.project import Redaction, redact
from spor.trace.trace import Trace

DAY = "2026-11-24"
NOTE = "trukket 24.11.2026"
#: The configuration of each language, below the project's root.
NORWEGIAN, ENGLISH = "mkdocs.yml", "projects/en/mkdocs.yml"


@dataclass(frozen=True)
class Side:
    """The thesis in one language, as it is before anybody withdraws."""

    layout: Layout
    trace: Trace


@cache
def side(config: str) -> Side:
    standalone = read_standalone(ROOT / config)
    return Side(standalone.layout, standalone.trace)


def withdraw(root: Path, identifier: str) -> None:
    """Marks a statement or an informant as withdrawn, as a writer would."""
    entity = real_trace().entities[identifier]
    path = root / entity.place.path
    lines = path.read_text("utf-8").split("\n")
    number = entity.lines["id"] - 1
    in_one_line = lines[number].startswith("- {")
    lines[number] = (
        lines[number].replace("{", f"{{withdrawn: {DAY}, ", 1)
        if in_one_line
        else f"{lines[number]}\n  withdrawn: {DAY}"
    )
    path.write_text("\n".join(lines), "utf-8")


def project(root: Path, identifier: str) -> Path:
    """A copy of the thesis in both languages from which someone has withdrawn."""
    copy_of(ROOT, root)
    shutil.copytree(ROOT / "projects", root / "projects")
    (root / "hooks").symlink_to(ROOT / "hooks")
    withdraw(root, identifier)
    return root


def redaction(config: Path) -> Redaction:
    """The project of a configuration without what is withdrawn."""
    standalone = read_standalone(config)
    return redacted(standalone.layout, standalone.trace)


def redacted(layout: Layout, whole: Trace) -> Redaction:
    found = redact(layout, pages_of(layout), whole)
    assert found is not None
    return found


def statements_of(identifier: str) -> list[str]:
    """The statement itself, or all of an informant's."""
    said = [r.source for r in real_trace().relations if r.name == "informant" and r.target == identifier]
    return said or [identifier]


def own_words(config: str, identifier: str) -> set[Run]:
    """Words in a row of the withdrawn statements, as many as tell them apart, that stand in no other entity's data.

    Nor in the settings: a label is nobody's words.
    """
    trace, length = side(config).trace, side(config).layout.locale.own_words
    gone = statements_of(identifier)
    others = [e for e in trace.entities.values() if e.id not in gone]
    rest = [str(v) for e in others for n, value in e.fields.items() if n != "id" for v in _each(value)]
    own = set().union(*(runs(str(trace.entities[i].fields["text"]), length) for i in gone))
    rest.append((ROOT / config).read_text("utf-8"))
    return own - set().union(*(runs(text, length, whole=True) for text in rest))


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def words_taken_out(layout: Layout, found: Redaction) -> set[Run]:
    """Six words in a row that stood in the lines taken out, with no link or id among them, and in nothing else."""
    docs = layout.root / layout.docs
    whole = {path: (docs / path).read_text("utf-8") for path in pages_of(layout)}
    left = [found.sources.get(path, text) for path, text in whole.items()]
    remaining = {line for text in left for line in text.split("\n")}
    gone = {line for path in found.sources for line in whole[path].split("\n")} - remaining
    apart = r"\[\[[^\]]*\]\]|\[[^\]]*@[^\]]*\]|\{:?[ ]*#[^}]*\}|\bu-[\w-]+"
    published = (*(docs / "data").glob("*.yml"), ROOT / "mkdocs.yml", ROOT / "references.bib")
    rest = [*left, *(file.read_text("utf-8") for file in published)]
    taken_out = set().union(*(runs(part, 6) for line in gone for part in re.split(apart, line)))
    taken_out -= set().union(*(runs(text, 6) for text in rest))
    # After a title words of the site follow, such as the name of a relation, with nothing between that would tell.
    titles = [re.findall(r"\w+", claim.title.lower()) for claim in found.trace.of_role("claim")]
    ends = {tuple(title[-length:]) for title in titles for length in (3, 4, 5)}
    return {run for run in taken_out if not any(run[:length] in ends for length in (3, 4, 5))}
