"""How long each step of a build takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class Laps:
    """A stopwatch with laps: one step of the build begins where the last one ends. `now` gives seconds."""

    now: Callable[[], float] = time.perf_counter
    _start: float = 0.0
    _step: str = ""
    _since: float = 0.0
    _taken: dict[str, float] = field(default_factory=dict)

    def reset(self, step: str) -> None:
        """Begins a build, with its first step."""
        self._taken.clear()
        self._start = self._since = self.now()
        self._step = step

    def begin(self, step: str) -> None:
        """Ends the step that is under way and begins `step`; one that comes twice is added up."""
        now = self.now()
        self._taken[self._step] = self._taken.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now

    @property
    def elapsed(self) -> float:
        """The seconds since the build began."""
        return self.now() - self._start

    @property
    def taken(self) -> Mapping[str, float]:
        """The seconds of each step that has ended, in the order in which they began."""
        return dict(self._taken)
