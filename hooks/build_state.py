"""What the hook files share of the build that is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spor.laps import Laps
from spor.render.markdown import State

#: One for the process: `mkdocs serve` loads each hook file once and builds many times.
STATE = State()
#: How long its steps take.
LAPS = Laps()


@dataclass
class Pages:
    """How many pages are still to be written, where a second process writes some of them."""

    left: Callable[[], int] | None = None


PAGES = Pages()
