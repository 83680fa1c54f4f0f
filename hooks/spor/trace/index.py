"""The trace seen from each entity: what leads out of it, and what leads to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from spor.trace.trace import Entity, Mention, Relation, Trace


@dataclass(frozen=True)
class Index:
    """Relations by source and by target, mentions by target; the inverse relations are made here and only here.

    `mentions_on` maps a page to its mentions, `sections_on` a page to its sections, by anchor.
    """

    outgoing: Mapping[str, tuple[Relation, ...]]
    incoming: Mapping[str, tuple[Relation, ...]]
    mentioned: Mapping[str, tuple[Mention, ...]]
    mentions_on: Mapping[str, tuple[Mention, ...]]
    sections_on: Mapping[str, Mapping[str, Entity]]

    def targets(self, identifier: str, name: str) -> tuple[str, ...]:
        """The ids that relation `name` of an entity leads to, in its order, each once."""
        return self._targets.get((identifier, name), ())

    def sources(self, identifier: str, name: str) -> tuple[str, ...]:
        """The ids of the entities whose relation `name` leads to an entity, each once."""
        return self._sources.get((identifier, name), ())

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return _grouped(((r.source, r.name), r.target) for found in self.outgoing.values() for r in found)

    @cached_property
    def _sources(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return _grouped(((r.target, r.name), r.source) for found in self.incoming.values() for r in found)


def _grouped(pairs: Iterable[tuple[tuple[str, str], str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}


def index(trace: Trace) -> Index:
    """The index of a trace, in one pass over its relations, mentions and sections."""
    outgoing: dict[str, list[Relation]] = defaultdict(list)
    incoming: dict[str, list[Relation]] = defaultdict(list)
    mentioned: dict[str, list[Mention]] = defaultdict(list)
    mentions_on: dict[str, list[Mention]] = defaultdict(list)
    sections_on: dict[str, dict[str, Entity]] = defaultdict(dict)
    for relation in trace.relations:
        outgoing[relation.source].append(relation)
        incoming[relation.target].append(relation)
    for mention in trace.mentions:
        mentioned[mention.target].append(mention)
        mentions_on[mention.page].append(mention)
    for section in trace.of_kind("section"):
        sections_on[section.page][section.anchor] = section
    return Index(
        {key: tuple(value) for key, value in outgoing.items()},
        {key: tuple(value) for key, value in incoming.items()},
        {key: tuple(value) for key, value in mentioned.items()},
        {key: tuple(value) for key, value in mentions_on.items()},
        dict(sections_on),
    )
