"""The trace as a graph for the map: which entities stand in which column, and in which order, so that few edges cross;
what they are called, and what joins them."""

import textwrap
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from spor.render.site import Site
from spor.trace.trace import Entity, Trace
from spor.trace.warrant import NONE, Warrant

#: Whatever stands in a layer of a drawing, one above the other.
Node = TypeVar("Node")
Layers = tuple[tuple[Node, ...], ...]
#: The role in each column, from what is asked to what it all rests on.
COLUMNS = ("question", "claim", "evidence", "concept", "source")
#: Relations between entities of one role that are a step of a chain; the others stand beside it.
_CHAIN_WITHIN_ROLE = ("builds_on",)
#: The groups on either side of a finding on its own map: relations that lead out of it, or (`inverse`) to it.
_LEFT = (("answers", False), ("builds_on", True), ("against", True))
_RIGHT = (("evidence", False), ("against", False), ("builds_on", False), ("concepts", False), ("sources", False))
#: How many sweeps for a better order there are at most, and how many in a row may bring nothing.
_SWEEPS, _PATIENCE = 24, 4


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
    if site.trace.role(entity) == "question" and site.short(entity) != entity.title:
        return (site.short(entity), *_wrap(entity.title, width, most - 1))
    return _wrap(called(site, entity), width, most)


def called(site: Site, entity: Entity) -> str:
    """What it is called: a work by author and year, what has a heading of its own by that, all else by its name."""
    if site.trace.role(entity) == "source":
        return site.author_year(entity)
    return site.head(entity) if site.trace.kind(entity).heading else site.name(entity)


def whole(site: Site, entity: Entity) -> str:
    """What the tile says, uncut: what its page says besides would double the weight of the map."""
    by_words = site.names_speaker(entity) and not site.trace.kind(entity).heading
    return full(site, entity) if by_words else called(site, entity)


def full(site: Site, entity: Entity) -> str:
    """The full name, as plain text: of a statement what is said, of a source its entry."""
    if site.names_speaker(entity):
        return f"{site.short(entity)}: {site.name(entity)}"
    if site.trace.role(entity) == "source":
        return Markup(site.formatted.entries[entity.id]).striptags()
    return site.name(entity)


def _wrap(text: str, width: int, most: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, max_lines=most, placeholder=" …", break_long_words=False))


def mean(numbers: Sequence[float]) -> float:
    """Their mean; a good deal faster than that of `statistics`, which is more exact than a drawing needs."""
    return sum(numbers) / len(numbers)


def crossings(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> int:
    """How many pairs of links cross. Each link joins a node to one of the next layer.

    Two links cross when their ends stand in opposite order, so this counts inversions among the ends.
    """
    at = {node: (layer, place) for layer, nodes in enumerate(layers) for place, node in enumerate(nodes)}
    count = 0
    for _, between in groupby(sorted((at[left], at[right][1]) for left, right in links), lambda link: link[0][0]):
        before: list[int] = []
        for _, end in between:
            count += len(before) - bisect_right(before, end)
            insort(before, end)
    return count


def order(layers: Sequence[Sequence[Node]], links: Iterable[tuple[Node, Node]]) -> Layers[Node]:
    """The layers with the nodes of each in a new order; `links` as in :func:`crossings`.

    The barycentre method of Sugiyama, Tagawa and Toda (1981): sweeps to and fro sort each layer by the
    mean place of each node's neighbours in the layer before. Of all orders seen the one with the fewest
    crossings is kept, the given one included. Ties keep their order, so the result is the same each time.
    """
    links = tuple(links)
    before: dict[Node, list[Node]] = defaultdict(list)
    after: dict[Node, list[Node]] = defaultdict(list)
    for left, right in links:
        before[right].append(left)
        after[left].append(right)
    current: list[Sequence[Node]] = list(layers)
    share = {node: place / len(layer) for layer in layers for place, node in enumerate(layer)}
    best, fewest, since = list(current), crossings(current, links), 0
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        for number in range(1, len(current)) if forth else range(len(current) - 2, -1, -1):
            near = before if forth else after  # without any, a node keeps its place
            wanted = {node: mean([share[other] for other in near.get(node, (node,))]) for node in current[number]}
            current[number] = sorted(current[number], key=wanted.__getitem__)
            share.update((node, place / len(wanted)) for place, node in enumerate(current[number]))
        count, since = crossings(current, links), since + 1
        if count < fewest:
            best, fewest, since = list(current), count, 0
        if since == _PATIENCE:
            break
    # What is linked to nothing stands last, out of the way.
    return tuple(tuple(sorted(layer, key=lambda node: node not in before and node not in after)) for layer in best)
