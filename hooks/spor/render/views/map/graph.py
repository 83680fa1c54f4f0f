"""The trace as a graph for the map: which entities stand in which column, what they are called, what joins them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import NONE, Warrant

#: The role in each column, from what is asked to what it all rests on.
COLUMNS = ("question", "claim", "evidence", "concept", "source")
#: Relations between entities of one role that are a step of a chain; the others stand beside it.
_CHAIN_WITHIN_ROLE = ("builds_on",)
#: The groups on either side of a finding on its own map: relations that lead out of it, or (`inverse`) to it.
_LEFT = (("answers", False), ("builds_on", True), ("against", True))
_RIGHT = (("evidence", False), ("against", False), ("builds_on", False), ("concepts", False), ("sources", False))


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


@dataclass(frozen=True)
class Group:
    """The neighbours of a finding by one relation, of the relation's inverse if `inverse`, each with its edge."""

    relation: str
    inverse: bool
    neighbours: tuple[tuple[Entity, Edge], ...]


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


def sides(trace: Trace, finding: Entity) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups on the left and on the right; each neighbour stands in the first group that has it."""
    seen = {finding.id}

    def groups(relations: Sequence[tuple[str, bool]]) -> Iterator[Group]:
        for name, inverse in relations:
            others = trace.relating(finding, name) if inverse else trace.related(finding, name)
            near = [other for other in others if other.id not in seen and trace.role(other) in COLUMNS]
            seen.update(other.id for other in near)  # sections are no neighbours: they tell, and do not carry
            edges = (edge(trace, name, *((other, finding) if inverse else (finding, other))) for other in near)
            if near:
                yield Group(name, inverse, tuple(zip(near, edges, strict=True)))

    return tuple(groups(_LEFT)), tuple(groups(_RIGHT))


def chain(start: str, edges: Iterable[Edge]) -> set[str]:
    """What is up or down the chain of an entity, by id, with the entity itself."""
    steps = [(edge.upper, edge.lower) for edge in edges if edge.chain]
    return _reach(start, steps) | _reach(start, [(lower, upper) for upper, lower in steps])


def _reach(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    found = {start}
    steps = tuple(steps)
    while more := {end for begin, end in steps if begin in found} - found:
        found |= more
    return found


def lines(site: Site, entity: Entity, size: tuple[int, int]) -> tuple[str, ...]:
    """The label of a tile of a `size`, so many characters and at most so many lines; of a question its label first."""
    width, most = size
    role = site.trace.role(entity)
    if role == "question" and site.short(entity) != entity.title:
        return (site.short(entity), *_wrap(entity.title, width, most - 1))
    if role == "source":
        return _wrap(site.author_year(entity), width, most)
    return _wrap(site.head(entity) if site.trace.kind(entity).heading else site.name(entity), width, most)


def whole(site: Site, entity: Entity) -> str:
    """What the tile says, uncut: what its page says besides would double the weight of the map."""
    if site.trace.role(entity) == "source":
        return site.author_year(entity)
    return site.head(entity) if site.trace.kind(entity).heading else full(site, entity)


def full(site: Site, entity: Entity) -> str:
    """The full name, as plain text: of a statement what is said, of a source its entry."""
    if site.names_speaker(entity):
        return f"{site.short(entity)}: {site.name(entity)}"
    if site.trace.role(entity) == "source":
        return Markup(site.formatted().entries[entity.id]).striptags()
    return site.name(entity)


def _wrap(text: str, width: int, most: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=False))
