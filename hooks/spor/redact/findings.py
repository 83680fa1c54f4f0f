"""The findings that what is withdrawn has carried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from spor.read.syntax import FRONT_MATTER
from spor.redact.words import Withdrawn
from spor.trace.problem import Problem, problem_at, reports
from spor.trace.schema import TEXT, Field, Kind
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import Warrant


@reports(withdrawn_evidence="A finding rests on what its type demands without what is withdrawn.")
def without_evidence(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """Reports the findings that have lost their ground."""
    for identifier, lost in gone.groundless.items():
        what = f"'{identifier}' rests on {', '.join(lost)} alone, withdrawn: give it other evidence or take it out"
        yield problem_at(trace.entities[identifier].where("evidence"), "withdrawn-evidence", what)


def without_claim(finding: Entity, kind: Kind, instead: str) -> Entity:
    """A finding that has lost its ground: the note (`instead`) in the place of each of its texts and warrants."""

    def with_note(field: Field | None, value: Any) -> Any:
        if isinstance(value, Warrant):
            return Warrant(reason=instead)
        if isinstance(value, Mapping):
            return {name: with_note(field and field.parts.get(name), part) for name, part in value.items()}
        plain = field and field.type == TEXT and not field.one_of and not field.targets
        return instead if plain and isinstance(value, str) else value

    fields = {name: with_note(kind.fields.get(name), value) for name, value in finding.fields.items()}
    return replace(finding, title=instead, fields=MappingProxyType({**fields, "id": finding.id}))


def without_text(page: str, instead: str) -> str:
    """The source of the page of such a finding: its front matter, and the note as heading and text."""
    front = FRONT_MATTER.match(page)
    title = re.sub(r"(?m)^title:.*(?:\n[ ].*)*", f'title: "{instead}"', front[0]) if front else ""
    return f"{title}# {instead}\n\n{instead}\n"


@reports(withdrawn_review="Someone has read again what stands near the words that are withdrawn.")
def to_review(trace: Trace, gone: Withdrawn) -> Iterator[Problem]:
    """The titles and the first lines of findings that use what is withdrawn, and the words they quote from there."""
    for finding in (each for each in trace.of_role("claim") if each.id not in gone.groundless):
        used = trace.targets(finding.id, "evidence") + trace.targets(finding.id, "against")
        lost = tuple(dict.fromkeys(target for target in used if target in gone.statements))
        if lost:
            what = f"'{finding.id}' uses {', '.join(lost)}, withdrawn: does its {{}} still tell of it?"
            yield problem_at(finding.where("title"), "withdrawn-review", what.format("title"))
            yield problem_at(trace.pages[finding.page].place, "withdrawn-review", what.format("first paragraph"))
            places = {place for target in lost for place in trace.targets(target, "section")}
            for relation in trace.outgoing.get(finding.id, ()):
                if relation.warrant.section in places and relation.target not in gone.statements:
                    quoted = f"warrant «{relation.warrant.words}»"
                    yield problem_at(relation.place, "withdrawn-review", what.format(quoted))
    for identifier in gone.groundless:
        for mention in trace.mentioned.get(identifier, ()):
            what = f"links to '{identifier}', which has lost its ground: do the words still tell of it?"
            yield problem_at(mention.place, "withdrawn-review", what)
