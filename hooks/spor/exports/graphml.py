"""The trace as one directed graph in GraphML, for Gephi, Cytoscape, yEd, igraph and NetworkX.

Source: Brandes, Eiglsperger, Lerner: "GraphML Primer" (graphdrawing.org).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from spor.exports.xml import document, element
from spor.publication import Publication

_NODE_KEYS = ("kind", "title", "label", "url")
_EDGE_KEYS = ("type", "locator", "prefix", "url")


def graphml(publication: Publication) -> str:
    """Entities as nodes; relations as edges of the relation's type, mentions as edges of type `mentions`.

    A mention leads out of the section that it stands in, else out of the entity whose page it is; one that stands in
    neither has no node to lead out of and is left out.
    """
    site = publication.site
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name in _NODE_KEYS:
        element(root, "key", id=f"node-{name}", **{"for": "node", "attr.name": name, "attr.type": "string"})
    for name in _EDGE_KEYS:
        element(root, "key", id=f"edge-{name}", **{"for": "edge", "attr.name": name, "attr.type": "string"})
    graph = element(root, "graph", id="trace", edgedefault="directed")
    for entity in site.trace.entities.values():
        node = element(graph, "node", id=entity.id)
        names = publication.title(entity), publication.label(entity)
        _data(node, "node", entity.kind, *names, publication.entity_url(entity))
    for number, relation in enumerate(site.trace.relations):
        edge = element(graph, "edge", id=f"r{number}", source=relation.source, target=relation.target)
        _data(edge, "edge", relation.name, relation.locator, relation.prefix, "")
    for number, mention in enumerate(site.trace.mentions):
        source = mention.section or mention.owner
        if source:
            edge = element(graph, "edge", id=f"m{number}", source=source, target=mention.target)
            url = publication.url(mention.page, mention.anchor)
            _data(edge, "edge", "mentions", mention.locator, mention.prefix, url)
    return document(root)


def _data(parent: ET.Element, sort: str, *values: str) -> None:
    for name, value in zip(_NODE_KEYS if sort == "node" else _EDGE_KEYS, values, strict=True):
        if value:
            element(parent, "data", value, key=f"{sort}-{name}")
