"""The trace as one directed graph in GraphML, for Gephi, Cytoscape, yEd, igraph and NetworkX.

Source: Brandes, Eiglsperger, Lerner: "GraphML Primer" (graphdrawing.org).
"""

from __future__ import annotations

from collections.abc import Iterator

from spor.exports.xml import document, element
from spor.publication import Publication

_KEYS = {"node": ("kind", "title", "label", "url"), "edge": ("type", "locator", "prefix", "url")}


def graphml(publication: Publication) -> str:
    """Entities as nodes; relations as edges of the relation's type, mentions as edges of type `mentions`.

    A mention leads out of the section that it stands in, else out of the entity whose page it is; one that stands in
    neither has no node to lead out of and is left out.
    """
    graph = element("graph", {"id": "trace", "edgedefault": "directed"}, [*_nodes(publication), *_edges(publication)])
    return document(element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"}, [*_keys(), graph]))


def _keys() -> Iterator[str]:
    for sort, names in _KEYS.items():
        for name in names:
            yield element("key", {"id": f"{sort}-{name}", "for": sort, "attr.name": name, "attr.type": "string"})


def _nodes(publication: Publication) -> Iterator[str]:
    for entity in publication.site.trace.entities.values():
        names = publication.title(entity), publication.label(entity)
        yield element("node", {"id": entity.id}, _data("node", entity.kind, *names, publication.entity_url(entity)))


def _edges(publication: Publication) -> Iterator[str]:
    trace = publication.site.trace
    for number, relation in enumerate(trace.relations):
        ends = {"id": f"r{number}", "source": relation.source, "target": relation.target}
        yield element("edge", ends, _data("edge", relation.name, relation.locator, relation.prefix, ""))
    for number, mention in enumerate(trace.mentions):
        source = mention.section or mention.owner
        if source:
            ends = {"id": f"m{number}", "source": source, "target": mention.target}
            url = publication.url(mention.page, mention.anchor)
            yield element("edge", ends, _data("edge", "mentions", mention.locator, mention.prefix, url))


def _data(sort: str, *values: str) -> Iterator[str]:
    for name, value in zip(_KEYS[sort], values, strict=True):
        if value:
            yield element("data", {"key": f"{sort}-{name}"}, value)
