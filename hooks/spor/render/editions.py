"""The languages that a site is in: the same pages, at the same addresses below where each of them begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """The site in one language: its code (`en`), what it calls itself, and its path below the root of the whole site.

    `path` is empty, or ends in `/`.
    """

    language: str
    name: str
    path: str


@dataclass(frozen=True)
class Editions:
    """All editions of a site, that of the original first, and the one that is built."""

    all: tuple[Edition, ...] = ()
    own: str = ""

    @property
    def path(self) -> str:
        """Where our edition begins."""
        return next((edition.path for edition in self.all if edition.language == self.own), "")

    @property
    def others(self) -> tuple[Edition, ...]:
        """The editions in other languages."""
        return tuple(edition for edition in self.all if edition.language != self.own)

    def path_to(self, edition: Edition) -> str:
        """The relative URL from where our edition begins to where another one does."""
        return "../" * self.path.count("/") + edition.path


def editions(declared: Mapping[str, Mapping[str, str]], language: str) -> Editions:
    """The editions that a project declares under `languages`; `language` (BCP 47) is that of our own."""
    found = (Edition(code, one["name"], one.get("path", "")) for code, one in declared.items())
    return Editions(tuple(found), language.split("-")[0])
