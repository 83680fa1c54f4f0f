"""The trace and its parts. Everything here is immutable; nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from spor.trace.problem import Problem


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Place:
    """Where something stands in the content: a file (relative to the root) and a line from 1."""

    path: str
    line: int


@dataclass(frozen=True)
class Entity:
    """One question, finding, statement, concept, source …

    `page` and `anchor` say where the reader finds it: a page of the site (`funn/x.md`) and an id
    in it, empty for the page itself. `fields` are its own data, without the relations;
    `lines` tells on which line each field stands.
    """

    kind: str
    id: str
    title: str
    place: Place
    page: str = ""
    anchor: str = ""
    fields: Mapping[str, Any] = field(default_factory=_nothing)
    lines: Mapping[str, int] = field(default_factory=_nothing)

    @property
    def unused(self) -> str:
        """The writer's reason why nothing refers to it; empty if something should."""
        return str(self.fields.get("unused", "") or "")

    @property
    def withdrawn(self) -> str:
        """The day (`2026-11-24`) on which the consent to use it was taken back; empty if it was not."""
        return str(self.fields.get("withdrawn", "") or "")


@dataclass(frozen=True)
class Relation:
    """`source` —`name`→ `target`, as written in a field of `source`; a citation has locator and prefix."""

    source: str
    name: str
    target: str
    place: Place
    locator: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Mention:
    """A link `[[target]]` or a citation of `target` in the prose of a page.

    `section` is the id of the section it stands in (empty outside sections), `owner` the id of the
    entity whose page it is (empty on a page of no entity), `anchor` the id in the page that leads to
    the very place, `raw` what the writer typed between the brackets.
    """

    target: str
    page: str
    section: str
    owner: str
    anchor: str
    raw: str
    place: Place
    citation: bool = False
    locator: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class ViewCall:
    """A view that a page asks for: `call` is its name and its arguments."""

    call: str
    page: str
    place: Place


@dataclass(frozen=True)
class Page:
    """A page as read: its title (the first heading), its entity if it has one, and its sections' anchors."""

    path: str
    title: str
    owner: str
    place: Place


@dataclass(frozen=True)
class Trace:
    """All that the site says and how it hangs together, in the order in which it was read."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    views: tuple[ViewCall, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[Entity, ...]:
        """The entities of these kinds, in the order in which they were read."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(entity for entity in self.entities.values() if entity.kind in kinds)

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Entity, ...]]:
        """The entities of each kind, gathered once: pages ask for them again and again."""
        found: dict[str, list[Entity]] = {}
        for entity in self.entities.values():
            found.setdefault(entity.kind, []).append(entity)
        return {kind: tuple(entities) for kind, entities in found.items()}
