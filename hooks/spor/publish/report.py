"""What a build tells while it runs and when it ends, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from spor.check.check import exceptions
from spor.trace.trace import Trace
from spor.render.site import all_citations


@dataclass
class Progress:
    """Decides when to tell how far a build is: not in its first seconds, and not too often.

    `after` and `every` are seconds: from the start of the build to the first line, and from one line to the next.
    """

    after: float = 2.0
    every: float = 5.0
    _next: float = 0.0

    def due(self, elapsed: float) -> bool:
        """Whether a line is due so many seconds into the build; if so, the next one is due `every` seconds later."""
        if elapsed < max(self.after, self._next):
            return False
        self._next = elapsed + self.every
        return True


def progress(step: str, done: int, total: int, elapsed: float) -> str:
    """How far a step is: `render: 120 of 440 pages (27 %), 2.1 s`."""
    share = f" ({100 * done // total} %)" if total else ""
    return f"{step}: {done} of {total} pages{share}, {elapsed:.1f} s"


def summary(trace: Trace, taken: Mapping[str, float]) -> tuple[str, ...]:
    """The lines that sum a build up; `taken` are the seconds of each step."""
    kinds = Counter(entity.kind for entity in trace.entities.values())
    names = Counter(relation.name for relation in trace.relations)
    cited = sum(mention.citation for mention in trace.mentions)
    return (
        f"{sum(kinds.values())} entities: {_counts(kinds)}",
        f"{sum(names.values())} relations: {_counts(names)}",
        f"{len(trace.mentions)} mentions in the text: {len(trace.mentions) - cited} links, {cited} citations",
        f"{len(all_citations(trace))} different citations of {kinds['source']} sources",
        f"{len(exceptions(trace))} exceptions declared",
        f"{sum(taken.values()):.1f} s: {', '.join(f'{step} {seconds:.2f}' for step, seconds in taken.items())}",
    )


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
