"""The trace as a graph for the map: which entities stand in which column, and which relations join them."""

from __future__ import annotations

from dataclasses import dataclass

from spor.trace.trace import Entity, Trace
from spor.trace.warrant import NONE, Warrant

#: The role in each column, from what is asked to what it all rests on.
COLUMNS = ("question", "claim", "evidence", "concept", "source")
#: Relations between entities of one role that are a step of a chain; the others stand beside it.
_CHAIN_WITHIN_ROLE = ("builds_on",)


@dataclass(frozen=True)
class Edge:
    """A relation as drawn: `upper` is the end that is nearer to a question, both are ids.

    `chain`: whether the way from a question to its grounds leads through it. `warrant` says why the relation stands.
    """

    upper: str
    lower: str
    relation: str
    chain: bool = True
    warrant: Warrant = NONE


@dataclass(frozen=True)
class Graph:
    """The map's entities column by column, in the order in which they were read, and the edges, each once."""

    columns: tuple[tuple[Entity, ...], ...]
    edges: tuple[Edge, ...]


def graph(trace: Trace) -> Graph:
    """The graph of the whole trace: every entity of the columns' roles, and every relation between two of them.

    Of a kind that says so, only those stand there that something leads to: the others lead to no question.
    """
    edges: dict[Edge, None] = {}
    used: set[str] = set()
    for relation in trace.relations:
        source, target = trace.entities[relation.source], trace.entities[relation.target]
        if {trace.role(source), trace.role(target)} <= set(COLUMNS):
            edges[edge(trace, relation.name, source, target)] = None
            used |= {source.id, target.id}
    columns = tuple(
        tuple(entity for entity in trace.of_role(role) if not trace.kind(entity).only_used or entity.id in used)
        for role in COLUMNS
    )
    return Graph(columns, tuple(edges))


def edge(trace: Trace, relation: str, source: Entity, target: Entity) -> Edge:
    """The edge that draws `source` —`relation`→ `target`."""
    first, second = (COLUMNS.index(trace.role(entity)) for entity in (source, target))
    chain = first != second or relation in _CHAIN_WITHIN_ROLE
    symmetric = trace.schema.fields(source.kind)[relation].sides
    turned = first > second or (symmetric and target.id < source.id)
    upper, lower = (target, source) if turned else (source, target)
    why = next((r.warrant for r in trace.between(source.id, target.id) if r.name == relation), NONE)
    return Edge(upper.id, lower.id, relation, chain, why)
