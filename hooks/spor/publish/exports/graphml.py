"""The trace as one directed graph in GraphML, for Gephi, Cytoscape, yEd, igraph and NetworkX.

Source: Brandes, Eiglsperger, Lerner: "GraphML Primer" (graphdrawing.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spor.publish.exports.trace_json import entity_data, mention_data, relation_data, warranted
from spor.publish.exports.xml import document, element
from spor.publish.publication import Publication

#: The sorts of data that nodes, edges and the graph have.
_KEYS = {
    "node": ("kind", "title", "label", "url"),
    "edge": ("type", "locator", "prefix", "url", "resp", "section", "words", "reason"),
    "graph": ("language",),
}


def graphml(publication: Publication) -> str:
    """Entities as nodes; relations as edges of the relation's type, mentions as edges of type `mentions`.

    A mention leads out of the section that it stands in, else out of the entity whose page it is; one that stands in
    neither has no node to lead out of and is left out. The graph tells the language of all words (BCP 47); the names
    of the nodes in another are called after it, as `title.nb-NO`.
    """
    parts = [_data("graph", {"language": publication.language}), *_nodes(publication), *_edges(publication)]
    graph = element("graph", parts, id="trace", edgedefault="directed")
    return document(element("graphml", [*_keys(publication), graph], xmlns="http://graphml.graphdrawing.org/xmlns"))


def _keys(publication: Publication) -> Iterator[str]:
    """What each sort of data is called and belongs to."""
    keys = [(f"{sort}-{name}", sort, name) for sort, names in _KEYS.items() for name in names]
    if translation := publication.site.trace.translation:
        language = translation.languages[0].language
        keys += [(f"node-{name}-{language}", "node", f"{name}.{language}") for name in ("title", "label")]
    for identifier, sort, name in keys:
        yield element("key", **{"id": identifier, "for": sort, "attr.name": name, "attr.type": "string"})


def _nodes(publication: Publication) -> Iterator[str]:
    for entity in publication.site.trace.entities.values():
        own = entity_data(publication, entity)
        data = _data("node", own)
        for language, names in own.get("original", {}).items():
            data += "".join(element("data", names[name], key=f"node-{name}-{language}") for name in names)
        yield element("node", [data], id=entity.id)


def _edges(publication: Publication) -> Iterator[str]:
    trace = publication.site.trace
    for number, relation in enumerate(trace.relations):
        data = {**relation_data(relation), "type": relation.name}
        yield _edge(f"r{number}", relation.source, relation.target, data)
    for number, mention in enumerate(trace.mentions):
        if source := mention.section or mention.owner:
            # its own section is where the edge begins: that of the data is the one of the warrant
            data = {**mention_data(publication, mention), "section": "", **warranted(mention.warrant)}
            yield _edge(f"m{number}", source, mention.target, {**data, "type": "mentions"})


def _edge(identifier: str, source: str, target: str, data: Mapping[str, str]) -> str:
    return element("edge", [_data("edge", data)], id=identifier, source=source, target=target)


def _data(sort: str, data: Mapping[str, str]) -> str:
    """What is there of the data of a sort."""
    found = ((name, data[name]) for name in _KEYS[sort] if data.get(name))
    return "".join(element("data", value, key=f"{sort}-{name}") for name, value in found)
