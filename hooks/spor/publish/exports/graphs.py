"""The trace as graphs: all of it in GraphML, for Gephi, Cytoscape, yEd, igraph and NetworkX; each claim as a
nanopublication (TriG, unsigned), and the concepts as a thesaurus (SKOS in Turtle 1.1).

Sources: Brandes, Eiglsperger, Lerner: "GraphML Primer" (graphdrawing.org); "Nanopublication Guidelines" (nanopub.net);
W3C Recommendation "PROV-O", 30 April 2013; CiTO, the Citation Typing Ontology, for what a claim rests on; W3C
Recommendation "SKOS Simple Knowledge Organization System Reference", 18 August 2009. Templates have the files: to load
a library that knows every form of RDF would take a build as long as all other exports together. The tests read what
comes out with one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from spor.publish.exports.export import xml
from spor.publish.exports.trace_json import entity_data, mention_data, relation_data, warranted
from spor.publish.publication import Publication
from spor.render.templates import render
from spor.render.views.lists import by_field
from spor.render.warrants import voice, warrants_of
from spor.trace.trace import Entity

#: The sorts of data that nodes, edges and the graph have.
_KEYS = {
    "node": ("kind", "title", "label", "url"),
    "edge": ("type", "locator", "prefix", "url", "resp", "section", "words", "reason"),
    "graph": ("language",),
}
#: What the relations of a claim are in the words of others.
_VERBS = {
    "answers": "cito:repliesTo",
    "evidence": "cito:obtainsSupportFrom",
    "against": "cito:isQualifiedBy",
    "builds_on": "cito:usesConclusionsFrom",
    "concepts": "dcterms:subject",
    "sources": "cito:cites",
    "sections": "dcterms:isPartOf",
}
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')


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


def nanopublication(publication: Publication, claim: Entity) -> str:
    """The four graphs of one claim: head, assertion, provenance (where it comes from), and publication info.

    Each relation that leads to a page is also a statement of its own (rdf:Statement), which is quoted from the section
    whose words warrant it, or attributed to the editors with their reason.
    """
    trace, spoken = publication.site.trace, voice(publication.site, claim)
    known = [relation for relation in trace.outgoing.get(claim.id, ()) if relation.name in _VERBS]
    objects = [(relation, iri(publication.entity_url(trace.entities[relation.target]))) for relation in known]
    relations = [(relation, _VERBS[relation.name], leads) for relation, leads in objects if leads]
    return _written(
        "nanopublication.trig",
        publication,
        claim=claim,
        own=publication.file_url(f"{publication.names.claims}/{claim.id}.trig"),  # the address of its file
        subject=iri(publication.entity_url(claim)),
        relations=relations,
        stated=list(dict.fromkeys((verb, leads) for _, verb, leads in relations)),
        voice=spoken,
        speakers=_speakers(publication, claim) if spoken else "",
        warrants=warrants_of(claim),
    )


def _speakers(publication: Publication, claim: Entity) -> str:
    """Who says it, where that is not the author of the thesis."""
    locale, by = publication.site.locale, claim.fields["said"]["by"]
    if by in ("author", "source"):
        return locale.label("kinds", "source") if by == "source" else ""
    return locale.plural(publication.site.trace.schema.of_role("person")[0])


def thesaurus(publication: Publication) -> str:
    """The concepts, and each theory as a collection of them. The address of the file stands for the whole thesaurus.

    A concept is what its page tells of; what it is set against is related to it, what it belongs under is broader.
    """
    concepts = publication.site.trace.of_role("concept")
    scheme, theories = publication.file_url(f"{publication.names.concepts}.ttl"), by_field(concepts, "theory")
    return _written("thesaurus.ttl", publication, concepts=concepts, scheme=scheme, theories=theories)


def _written(template: str, publication: Publication, **facts: Any) -> str:
    return f"{render(template, publication=publication, iri=iri, text=text, date=date, **facts)}\n"


def iri(address: str) -> str:
    """An IRI; what may not stand in one is percent-encoded. Empty for none."""
    return f"<{_FORBIDDEN.sub(lambda sign: f'%{ord(sign[0]):02X}', address)}>" if address else ""


def text(words: str, language: str = "") -> str:
    """A literal, of a language or none; empty for no words."""
    literal = json.dumps(words, ensure_ascii=False)  # its escapes are some of Turtle's
    return literal + (f"@{language}" if language else "") if words else ""


def date(day: str) -> str:
    """A year, a month or a day as XML Schema has it; empty for none."""
    kind = ("gYear", "gYearMonth", "date")[day.count("-")]
    return f'"{day}"^^xsd:{kind}' if day else ""
