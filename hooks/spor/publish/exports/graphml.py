"""The trace as one directed graph in GraphML, for Gephi, Cytoscape, yEd, igraph and NetworkX.

Source: Brandes, Eiglsperger, Lerner: "GraphML Primer" (graphdrawing.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spor.publish.exports.export import xml
from spor.publish.exports.trace_json import entity_data, mention_data, relation_data, warranted
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
    keys = [(sort, name) for sort, names in _KEYS.items() for name in names]
    if translation := publication.site.trace.translation:
        keys += [("node", f"{name}.{translation.languages[0].language}") for name in ("title", "label")]
    nodes, edges = _nodes(publication), _edges(publication)
    return xml("graphml.xml", language=publication.language, keys=keys, nodes=nodes, edges=edges)


def _nodes(publication: Publication) -> Iterator[tuple[str, dict[str, Any]]]:
    for entity in publication.site.trace.entities.values():
        own = entity_data(publication, entity)
        original = own.get("original", {}).items()
        translated = {f"{name}-{language}": words for language, names in original for name, words in names.items()}
        yield entity.id, {**_known("node", own), **translated}


def _edges(publication: Publication) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """The id of each edge, where it begins and where it leads, and its data."""
    trace = publication.site.trace
    for number, relation in enumerate(trace.relations):
        data = {**relation_data(relation), "type": relation.name}
        yield f"r{number}", relation.source, relation.target, _known("edge", data)
    for number, mention in enumerate(trace.mentions):
        if source := mention.section or mention.owner:
            # its own section is where the edge begins: that of the data is the one of the warrant
            data = {**mention_data(publication, mention), "section": "", **warranted(mention.warrant)}
            yield f"m{number}", source, mention.target, _known("edge", {**data, "type": "mentions"})


def _known(sort: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is there of the data of a sort."""
    return {name: data[name] for name in _KEYS[sort] if data.get(name)}
