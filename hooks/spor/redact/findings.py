"""The findings that what is withdrawn has carried."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.index import Index
from spor.trace.trace import Trace
from spor.trace.problem import Problem
from spor.check.rule import problem_at, where
from spor.redact.words import Withdrawn


def without_evidence(trace: Trace, index: Index, gone: Withdrawn) -> Iterator[Problem]:
    """withdrawn-evidence: the findings that do not rest on what their type demands when the withdrawn is left out."""
    for finding in trace.of_kind("finding"):
        evidence = index.targets(finding.id, "evidence")
        lost = [target for target in evidence if target in gone.statements]
        kept = {trace.entities[target].kind for target in evidence if target not in gone.statements}
        wanted = {"statement", "letter_item"} if finding.fields.get("type") == "empirical" else kept
        if lost and not kept & wanted:
            what = f"'{finding.id}' rests on {', '.join(lost)} alone, withdrawn: give it other evidence or take it out"
            yield problem_at(where(finding, "evidence"), "withdrawn-evidence", what)


def to_review(trace: Trace, index: Index, gone: Withdrawn) -> Iterator[Problem]:
    """withdrawn-review: the titles and the first lines of findings that use what is withdrawn."""
    for finding in trace.of_kind("finding"):
        used = index.targets(finding.id, "evidence") + index.targets(finding.id, "against")
        lost = ", ".join(dict.fromkeys(target for target in used if target in gone.statements))
        if lost:
            what = f"'{finding.id}' uses {lost}, withdrawn: does its {{}} still tell of it?"
            yield problem_at(where(finding, "title"), "withdrawn-review", what.format("title"))
            yield problem_at(trace.pages[finding.page].place, "withdrawn-review", what.format("first paragraph"))
