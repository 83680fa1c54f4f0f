"""The trace seen from each entity: what leads out of it, and what leads to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from spor.model import Entity, Mention, Relation, Trace


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
        return tuple(dict.fromkeys(r.target for r in self.outgoing.get(identifier, ()) if r.name == name))

    def sources(self, identifier: str, name: str) -> tuple[str, ...]:
        """The ids of the entities whose relation `name` leads to an entity, each once."""
        return tuple(dict.fromkeys(r.source for r in self.incoming.get(identifier, ()) if r.name == name))


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
