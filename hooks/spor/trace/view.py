"""The one list of all views that a page may ask for: what each takes, and whether the search reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Make = TypeVar("Make", bound=Callable[..., Any])


@dataclass(frozen=True)
class View:
    """A view. `make` gives its HTML for a site, a page and arguments.

    `takes` is what may follow its name: the id of an entity of this role (else that of the page), a `file` below docs/,
    a `kind`, `fields` (one, and what others must hold), or nothing. `roles` are those that a `kind` must have. Where it
    is not `searched`, it holds nothing but what the search finds elsewhere.
    """

    name: str
    make: Callable[..., Any]
    takes: str = ""
    roles: tuple[str, ...] = ()
    searched: bool = True


#: All views by name: filled by whoever renders them.
VIEWS: dict[str, View] = {}


def view(name: str, takes: str = "", roles: tuple[str, ...] = (), searched: bool = True) -> Callable[[Make], Make]:
    """Declares the function that makes a view."""

    def declared(make: Make) -> Make:
        VIEWS[name] = View(name, make, takes, roles, searched)
        return make

    return declared
