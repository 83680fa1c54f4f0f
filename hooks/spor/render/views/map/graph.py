"""The trace as a graph for the map: which entities stand in which column, and which relations join them."""

from __future__ import annotations

from dataclasses import dataclass

from spor.trace.trace import Entity, Trace

#: The kinds in each column, from what is asked to what it all rests on.
COLUMNS: tuple[tuple[str, ...], ...] = (
    ("question",),
    ("finding",),
    ("statement", "letter_item"),
    ("concept",),
    ("source",),
)
#: The relations that the map draws.
_DRAWN = ("answers", "evidence", "against", "builds_on", "concepts", "sources", "broader", "contrasts")
#: Between entities of one kind, only these are steps of a chain; the others stand beside it.
_CHAIN_WITHIN_KIND = ("builds_on",)
#: Says the same in either direction, so one line does for both.
_SYMMETRIC = ("contrasts",)


@dataclass(frozen=True)
class Edge:
    """A relation as drawn: `upper` is the end that is nearer to a question, both are ids.

    `chain`: whether the way from a question to its grounds leads through it.
    """

    upper: str
    lower: str
    relation: str
    chain: bool = True


@dataclass(frozen=True)
class Graph:
    """The map's entities column by column, in the order in which they were read, and the edges, each once."""

    columns: tuple[tuple[Entity, ...], ...]
    edges: tuple[Edge, ...]


def graph(trace: Trace) -> Graph:
    """The graph of the whole trace: every entity of the columns' kinds, and every relation between two of them.

    Of the letters' items only those stand there that a finding rests on: the others lead to no question.
    """
    edges: dict[Edge, None] = {}
    used: set[str] = set()
    for relation in trace.relations:
        source, target = trace.entities[relation.source], trace.entities[relation.target]
        if relation.name in _DRAWN and _column(source.kind) is not None and _column(target.kind) is not None:
            edges[edge(relation.name, source, target)] = None
            used |= {source.id, target.id}
    columns = tuple(
        tuple(entity for entity in trace.of_kind(*kinds) if entity.kind != "letter_item" or entity.id in used)
        for kinds in COLUMNS
    )
    return Graph(columns, tuple(edges))


def edge(relation: str, source: Entity, target: Entity) -> Edge:
    """The edge that draws `source` —`relation`→ `target`."""
    chain = source.kind != target.kind or relation in _CHAIN_WITHIN_KIND
    turned = relation == "answers" or (relation in _SYMMETRIC and target.id < source.id)
    upper, lower = (target, source) if turned else (source, target)
    return Edge(upper.id, lower.id, relation, chain)


def _column(kind: str) -> int | None:
    return next((number for number, kinds in enumerate(COLUMNS) if kind in kinds), None)
