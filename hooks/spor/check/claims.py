"""A finding rests on what its type demands, and its question's page tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.index import Index
from spor.trace.trace import Trace
from spor.trace.problem import Problem
from spor.check.rule import Rule, problem_at, where


def empirical_findings_have_data(trace: Trace, index: Index) -> Iterator[Problem]:
    """empirical-without-data: an empirical finding rests on a statement or a letter's item."""
    for finding in trace.of_kind("finding"):
        if finding.fields.get("type") != "empirical":
            continue
        kinds = {trace.entities[t].kind for t in index.targets(finding.id, "evidence") if t in trace.entities}
        if not kinds & {"statement", "letter_item"}:
            what = f"'{finding.id}' is empirical, but no statement or letter item carries it"
            yield problem_at(where(finding, "evidence"), "empirical-without-data", what)


def interpretations_build_on_findings(trace: Trace, index: Index) -> Iterator[Problem]:
    """interpretation-without-ground: an interpretive finding builds on at least one other."""
    for finding in trace.of_kind("finding"):
        if finding.fields.get("type") == "interpretive" and not index.targets(finding.id, "builds_on"):
            what = f"'{finding.id}' is interpretive, but builds on no finding"
            yield problem_at(where(finding, "builds_on"), "interpretation-without-ground", what)


def interpretations_use_theory(trace: Trace, index: Index) -> Iterator[Problem]:
    """interpretation-without-theory: an interpretive finding names a concept or a source."""
    for finding in trace.of_kind("finding"):
        theory = index.targets(finding.id, "concepts") + index.targets(finding.id, "sources")
        if finding.fields.get("type") == "interpretive" and not theory:
            what = f"'{finding.id}' is interpretive, but names no concept and no source"
            yield problem_at(where(finding, "concepts"), "interpretation-without-theory", what)


def answers_name_their_findings(trace: Trace, index: Index) -> Iterator[Problem]:
    """unanswered-question, finding-not-in-answer: the page of a question links each finding that answers it."""
    for question in trace.of_kind("question"):
        findings = index.sources(question.id, "answers")
        if not findings:
            yield problem_at(question.place, "unanswered-question", f"no finding answers '{question.id}'")
        for finding in findings:
            if not any(mention.page == question.page for mention in index.mentioned.get(finding, ())):
                what = f"'{finding}' answers '{question.id}', but this page does not link it"
                yield problem_at(question.place, "finding-not-in-answer", what)


RULES: tuple[Rule, ...] = (
    empirical_findings_have_data,
    interpretations_build_on_findings,
    interpretations_use_theory,
    answers_name_their_findings,
)
