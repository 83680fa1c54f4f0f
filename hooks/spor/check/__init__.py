"""What a trace must keep. In: a trace, as read. Out: every problem of the whole site at once, sorted by place."""

from spor.check import agreement, changes, grounds, links, persons, translation, usage, warrants, wording  # noqa: F401  (their rules)
from spor.trace.problem import CHECKS, WAITING, Problem
from spor.trace.trace import Entity, Trace

#: The rules that hold a translation against its original.
OF_WORDS = [function for function in CHECKS if function.__module__ in (translation.__name__, wording.__name__)]


def check(trace: Trace) -> tuple[Problem, ...]:
    """Every problem in the content, sorted by place, each once.

    Those of reading come first. Where something cannot be read, no rule tells what that may hold. As long as a
    translation lacks pages, only what it has is looked at.
    """
    read = set(trace.problems)
    whole = trace.translation is None or set(trace.pages) == set(trace.translation.original.pages)
    unread = trace.lost or any(problem.rule == "wrong-type" for problem in read)  # nobody knows what such a field holds
    asked = [function for function in (CHECKS if whole else OF_WORDS) if not (unread and function in WAITING)]
    found = {problem for function in asked for problem in function(trace)} - read
    return (*sorted(read), *sorted(found))


def exceptions(trace: Trace) -> tuple[Entity, ...]:
    """The entities that the writer has declared unused, with a reason."""
    return tuple(entity for entity in trace.entities.values() if entity.unused)
