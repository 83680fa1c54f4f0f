"""A problem in the content: where it is, which rule it breaks, and what to do about it; and the one list of all rules.

A rule has a name, a line of help, and what yields the problems that break it.
"""

import difflib
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

_LONGEST = 400
#: No id is longer; to look for one that is near takes the square of its length.
_LONGEST_WORD = 100
#: As many problems of one rule are told in full.
_MOST = 40


class ProjectError(ValueError):
    """What keeps a project from becoming a site, in words for its writer."""


@dataclass(frozen=True)
class Place:
    """Where something stands in the content: a file (relative to the root) and a line from 1."""

    path: str
    line: int


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in the content.

    `path` is relative to the project's root, `line` counts from 1, `rule` is the name of the rule. `loses`: what stands
    there could not be read, so that it is lacking wherever it is named.
    """

    path: str
    line: int
    rule: str
    message: str
    loses: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {_readable(self.message)}"


def _readable(message: str) -> str:
    """A message on one line that a terminal can show; what it quotes can be anything, and of any length."""
    plain = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in message[:_LONGEST])
    return plain + ("…" if len(message) > _LONGEST else "")


def problem_at(place: Place, rule: str, message: str) -> Problem:
    """The problem at a place."""
    return Problem(place.path, place.line, rule, message)


def loss_at(path: str, line: int, rule: str, message: str) -> Problem:
    """The problem of what could not be read."""
    return Problem(path, line, rule, message, loses=True)


def stop_at(problems: Iterable[Problem], what: str) -> None:
    """Raises ProjectError with every problem, if there is any; `what` begins the message.

    Of a rule that is broken in very many places (a file is another than it should be) only the first are told, with
    how many more there are: nobody reads a thousand lines, and the one that tells of the cause would be lost in them.
    """
    if found := list(problems):
        number: dict[str, Iterator[int]] = defaultdict(itertools.count)
        shown = [str(problem) for problem in found if next(number[problem.rule]) < _MOST]
        rest = [f"… and {more} more of {rule}" for rule, told in number.items() if (more := next(told) - _MOST) > 0]
        raise ProjectError("\n".join([f"{what} in {len(found)} place(s):", *shown, *rest]))


def suggestion(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The end of a message that names the known word nearest to `word`, if they are so much alike, or nothing.

    A word in other letters, small or large, is the nearest of all.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    words = list(known)
    same = [other for other in words if other.lower() == word.lower()]
    near = same or difflib.get_close_matches(word, words, n=1, cutoff=alike)
    return f" (did you mean '{near[0]}'?)" if near else ""


Value = TypeVar("Value")
Function = TypeVar("Function", bound=Callable[..., Any])
#: What reads something: it yields what is wrong, and returns what it has read.
Reading = Generator[Problem, None, Value]
#: Every rule's name with a line that says what it asks for; `make rules` prints them.
HELP: dict[str, str] = {}
Check = Callable[[Any], Iterator[Problem]]
#: The rules over a whole trace, in the order in which they are declared.
CHECKS: list[Check] = []
#: Those that tell what is nowhere: they wait until every file can be read, since it may hold that.
WAITING: set[Check] = set()


def reports(**names: str) -> Callable[[Function], Function]:
    """Declares the rules that a reader reports: `yaml_syntax="…"` is the rule `yaml-syntax` with its help."""
    HELP.update({name.replace("_", "-"): help_ for name, help_ in names.items()})
    return lambda function: function


def rule(**names: str) -> Callable[[Function], Function]:
    """Declares a rule over a trace, or several that one function looks after; it yields what breaks them."""

    def declared(function: Function) -> Function:
        CHECKS.append(function)
        return reports(**names)(function)

    return declared


def waiting(**names: str) -> Callable[[Function], Function]:
    """Declares a rule over a trace, as :func:`rule` does, that tells what is nowhere."""

    def declared(function: Function) -> Function:
        WAITING.add(function)
        return rule(**names)(function)

    return declared


def command(main: Callable[[list[str]], int | None]) -> NoReturn:
    """Runs what a command does with its arguments, and ends with its code; a writer's fault is told in a line or more,
    without a traceback."""
    try:
        sys.exit(main(sys.argv[1:]))
    except ProjectError as error:
        sys.exit(str(error))


def collect(reading: Reading[Value]) -> tuple[Value, tuple[Problem, ...]]:
    """What a reader returns, and all that it yields on the way."""
    problems = []
    while True:
        try:
            problems.append(next(reading))
        except StopIteration as end:
            return end.value, tuple(problems)
