"""The interview guide, the letters and the checklist: what their lists owe the reader."""

from __future__ import annotations

from collections.abc import Iterator

from spor.trace.index import Index
from spor.trace.trace import Trace
from spor.trace.problem import Problem
from spor.check.rule import Rule, problem_at, where


def guide_questions_say_why(trace: Trace, index: Index) -> Iterator[Problem]:
    """guide-question-without-aim: a question of the guide informs a research question, or says why not."""
    for question in trace.of_kind("guide"):
        informs, reason = index.targets(question.id, "informs"), question.fields.get("reason")
        if not informs and not reason:
            what = f"'{question.id}' informs no question: add 'informs' or a 'reason'"
            yield problem_at(where(question, "informs"), "guide-question-without-aim", what)
        if informs and reason:
            what = f"'{question.id}' informs a question and says why it does not"
            yield problem_at(where(question, "reason"), "guide-question-without-aim", what)


def letter_items_carry_their_letter(trace: Trace, index: Index) -> Iterator[Problem]:
    """letter-item-id: an item's id is its letter's and its matter, so that a slip cannot part a pair unseen."""
    for item in trace.of_kind("letter_item"):
        for letter in index.targets(item.id, "letter"):
            wanted = f"{letter}-{item.fields.get('matter')}"
            if item.id != wanted:
                what = f"'{item.id}' says in 'letter' and 'matter' that its id is '{wanted}': one of them is wrong"
                yield problem_at(where(item, "id"), "letter-item-id", what)


def checklist_items_are_numbered(trace: Trace, _: Index) -> Iterator[Problem]:
    """checklist-number: the items of the checklist are `name-1`, `name-2` … without a gap."""
    items = trace.of_kind("checklist_item")
    name = items[0].id.rpartition("-")[0] if items else ""
    for number, item in enumerate(items, 1):
        if (item.id, item.fields.get("number")) != (f"{name}-{number}", str(number)):
            what = f"'{item.id}' is item {number} of the list: its id must be '{name}-{number}', its number '{number}'"
            yield problem_at(where(item, "id"), "checklist-number", what)


def checklist_answers_are_founded(trace: Trace, index: Index) -> Iterator[Problem]:
    """unfounded-answer: a checklist's item has both an answer and where it is told, or neither."""
    for item in trace.of_kind("checklist_item"):
        if bool(item.fields.get("text")) != bool(index.targets(item.id, "told_in")):
            what = f"'{item.id}' needs both 'text' and 'told_in', or neither if the thesis does not tell"
            yield problem_at(where(item, "text"), "unfounded-answer", what)


RULES: tuple[Rule, ...] = (
    guide_questions_say_why,
    letter_items_carry_their_letter,
    checklist_items_are_numbered,
    checklist_answers_are_founded,
)
