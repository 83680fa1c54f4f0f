"""The findings that what is withdrawn has carried."""

from __future__ import annotations

from collections.abc import Iterator

from spor.redact.words import Withdrawn
from spor.trace.problem import Problem, problem_at
from spor.trace.rule import reports
from spor.trace.trace import Trace


@reports(withdrawn_evidence="A finding rests on what its type demands without what is withdrawn.")
def without_evidence(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """The findings that do not rest on what their type demands when the withdrawn is left out."""
    for finding in trace.of_role("claim"):
        evidence = trace.targets(finding.id, "evidence")
        lost = [target for target in evidence if target in gone.statements]
        kept = [target for target in trace.related(finding, "evidence") if target.id not in gone.statements]
        counts = [target for target in kept if trace.kind(target).counts_as == finding.fields.get("type")]
        if lost and not (counts if finding.fields.get("type") == "empirical" else kept):
            what = f"'{finding.id}' rests on {', '.join(lost)} alone, withdrawn: give it other evidence or take it out"
            yield problem_at(finding.where("evidence"), "withdrawn-evidence", what)


@reports(withdrawn_review="Someone has read again what stands near the words that are withdrawn.")
def to_review(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """The titles and the first lines of findings that use what is withdrawn."""
    for finding in trace.of_role("claim"):
        used = trace.targets(finding.id, "evidence") + trace.targets(finding.id, "against")
        lost = ", ".join(dict.fromkeys(target for target in used if target in gone.statements))
        if lost:
            what = f"'{finding.id}' uses {lost}, withdrawn: does its {{}} still tell of it?"
            yield problem_at(finding.where("title"), "withdrawn-review", what.format("title"))
            yield problem_at(trace.pages[finding.page].place, "withdrawn-review", what.format("first paragraph"))
