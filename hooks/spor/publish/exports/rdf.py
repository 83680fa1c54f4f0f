"""Claims as nanopublications (TriG, unsigned), and the concepts as a thesaurus (SKOS in Turtle 1.1).

Sources: "Nanopublication Guidelines" (nanopub.net); W3C Recommendation "PROV-O", 30 April 2013; CiTO, the Citation
Typing Ontology, for what a claim rests on; W3C Recommendation "SKOS Simple Knowledge Organization System Reference", 18
August 2009. Text is put together: to load a library that knows every form of RDF would take a build as long as all
other exports together. The tests read what comes out with one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from spor.publish.publication import Publication
from spor.render.groups import by_field
from spor.render.warrants import voice, warrants_of
from spor.trace.trace import Entity, Relation
from spor.trace.warrant import Warrant

_PREFIXES = {
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "np": "http://www.nanopub.org/nschema#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: A verb and what it leads to, each as Turtle writes it.
_Fact = tuple[str, str]
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')
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


def nanopublication(publication: Publication, claim: Entity) -> str:
    """The four graphs of one claim: head, assertion, provenance (where it comes from), and publication info.

    Each relation is also a statement of its own (rdf:Statement), which is quoted from the section whose words warrant
    it, or attributed to the editors with their reason.
    """
    own = publication.file_url(f"{publication.names.claims}/{claim.id}.trig")  # the address of its file
    head = [
        ("a", "np:Nanopublication"),
        ("np:hasAssertion", iri(f"{own}#assertion")),
        ("np:hasProvenance", iri(f"{own}#provenance")),
        ("np:hasPublicationInfo", iri(f"{own}#pubinfo")),
    ]
    parts = {
        "head": [_node(iri(own), head)],
        "assertion": [_assertion(publication, claim)],
        "provenance": _provenance(publication, claim, own),
        "pubinfo": _published(publication, own),
    }
    graphs = (_graph(iri(f"{own}#{name}"), nodes) for name, nodes in parts.items())
    return _prefixes("cito", "dcterms", "np", "oa", "prov", "rdf", "rdfs", "schema", "xsd") + "\n".join(graphs)


def _relations(publication: Publication, claim: Entity) -> Iterator[tuple[Relation, str, str]]:
    """The relations of a claim that have a verb and a page, each with its verb and its object."""
    trace = publication.site.trace
    for relation in trace.outgoing.get(claim.id, ()):
        address = publication.entity_url(trace.entities[relation.target])
        if relation.name in _VERBS and address:
            yield relation, _VERBS[relation.name], iri(address)


def _assertion(publication: Publication, claim: Entity) -> str:
    facts = [
        ("a", "schema:Claim"),
        ("schema:text", text(claim.title, publication.language)),
        ("dcterms:type", text(str(claim.fields.get("type", "")))),
        *dict.fromkeys((verb, other) for _, verb, other in _relations(publication, claim)),
    ]
    return _node(iri(publication.entity_url(claim)), facts)


def _provenance(publication: Publication, claim: Entity, own: str) -> Iterator[str]:
    """Who says it and how, in which words of the thesis, and why each relation stands."""
    language, thesis, source = publication.language, publication.thesis, iri(publication.thesis_iri)
    spoken = voice(publication.site, claim)
    author = iri(publication.file_url(f"{publication.names.thesis}.json#author")) if thesis.family else ""
    said = iri(f"{own}#said") if author and spoken else ""
    attributed = [("prov:wasAttributedTo", author), ("prov:qualifiedAttribution", said)]
    yield _node(iri(f"{own}#assertion"), [("prov:wasDerivedFrom", source), *attributed])
    title = text(thesis.title, thesis.language)
    yield _node(source, [("a", "prov:Entity"), ("dcterms:title", title), ("dcterms:creator", author)])
    if author:
        yield _node(author, [("a", "prov:Person"), ("rdfs:label", text(thesis.author))])
    if said:
        others = _speakers(publication, claim)
        agent = iri(f"{own}#speakers") if others else author
        yield _node(said, [("a", "prov:Attribution"), ("prov:agent", agent), ("rdfs:label", text(spoken, language))])
        if others:
            yield _node(agent, [("a", "prov:Agent"), ("rdfs:label", text(others, language))])
    for name, warrant in warrants_of(claim).items():
        named = publication.site.label("said", "title" if name == "said" else name)
        facts = [("a", "prov:Entity"), ("rdfs:label", text(named, language)), *_why(publication, warrant)]
        yield _node(iri(f"{own}#{name}-words"), facts)
    subject = iri(publication.entity_url(claim))
    for number, (relation, verb, other) in enumerate(_relations(publication, claim), 1):
        if relation.warrant:
            stated = [("a", "rdf:Statement"), ("rdf:subject", subject), ("rdf:predicate", verb), ("rdf:object", other)]
            yield _node(iri(f"{own}#why-{number}"), [*stated, *_why(publication, relation.warrant)])


def _speakers(publication: Publication, claim: Entity) -> str:
    """Who says it, where that is not the author of the thesis."""
    locale, by = publication.site.locale, claim.fields["said"]["by"]
    if by in ("author", "source"):
        return locale.label("kinds", "source") if by == "source" else ""
    return locale.plural(publication.site.trace.schema.of_role("person")[0])


def _why(publication: Publication, warrant: Warrant) -> list[_Fact]:
    """The words of the thesis and the section that has them, or the editors' reason."""
    if warrant.reason:
        return [
            ("prov:wasAttributedTo", iri(_editors(publication))),
            ("rdfs:comment", text(warrant.reason, publication.language)),
        ]
    section = publication.site.trace.entities.get(warrant.section)
    place = publication.entity_url(section) if section else ""
    return [
        ("prov:wasQuotedFrom", iri(place or publication.thesis_iri)),
        ("oa:exact", text(warrant.words, publication.thesis.language)),
    ]


def _editors(publication: Publication) -> str:
    return publication.editors_url or publication.file_url("trace.json#editors")


def _published(publication: Publication, own: str) -> Iterator[str]:
    facts = [
        ("dcterms:creator", iri(_editors(publication))),
        ("dcterms:created", date(publication.published)),
        ("dcterms:license", iri(publication.licence)),
        ("prov:wasDerivedFrom", iri(publication.file_url("trace.json"))),
    ]
    yield _node(iri(own), facts)
    yield _node(iri(_editors(publication)), [("a", "prov:Agent"), ("rdfs:label", text(publication.name))])


def thesaurus(publication: Publication) -> str:
    """The concepts, and each theory as a collection of them. The address of the file stands for the whole thesaurus.

    A concept is what its page tells of; what it is set against is related to it, what it belongs under is broader.
    """
    language, scheme = publication.language, publication.file_url(f"{publication.names.concepts}.ttl")
    title = f"{publication.name}: {publication.site.label('exports', 'concept')}"
    about = [
        ("a", "skos:ConceptScheme"),
        ("dcterms:title", text(title, language)),
        ("dcterms:source", iri(publication.thesis_iri)),
        ("dcterms:license", iri(publication.licence)),
    ]
    concepts = publication.site.trace.of_role("concept")
    nodes = [_node(iri(scheme), about), *(_concept(publication, concept, iri(scheme)) for concept in concepts)]
    for theory, members in by_field(concepts, "theory").items():
        if theory:
            name = ("skos:prefLabel", text(publication.site.label("theories", theory), language))
            facts = [("a", "skos:Collection"), name, *_each(publication, "skos:member", members)]
            nodes.append(_node(iri(f"{scheme}#{theory}"), facts))
    return _prefixes("dcterms", "rdf", "skos") + "\n".join(filter(None, nodes))


def _each(publication: Publication, verb: str, others: Iterable[Entity]) -> list[_Fact]:
    return [(verb, iri(publication.entity_url(other))) for other in others]


def _concept(publication: Publication, concept: Entity, scheme: str) -> str:
    trace, language = publication.site.trace, publication.language
    broader = trace.related(concept, "broader")
    related = dict.fromkeys(trace.related(concept, "contrasts") + trace.relating(concept, "contrasts"))
    facts = [
        ("a", "skos:Concept"),
        ("skos:inScheme", scheme),
        ("skos:prefLabel", text(concept.title, language)),
        *(("skos:prefLabel", text(title, other)) for other, (title, _) in publication.in_original(concept).items()),
        ("skos:definition", text(str(concept.fields.get("definition", "")), language)),
        ("dcterms:identifier", text(concept.id)),
        *_each(publication, "skos:broader", broader),
        *_each(publication, "skos:narrower", trace.relating(concept, "broader")),
        *_each(publication, "skos:related", related),
        ("skos:topConceptOf", "" if broader else scheme),
        *_each(publication, "dcterms:references", trace.related(concept, "sources")),
    ]
    return _node(iri(publication.entity_url(concept)), facts)


def _prefixes(*names: str) -> str:
    """The declarations of prefixes."""
    return "".join(f"@prefix {name}: <{_PREFIXES[name]}> .\n" for name in names) + "\n"


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


def _node(subject: str, facts: Iterable[_Fact]) -> str:
    """All that is said of one subject; facts whose object is empty are left out, nothing where none is left or the
    subject is empty."""
    said = [f"{verb} {value}" for verb, value in facts if value]
    joined = " ;\n    ".join(said)
    return f"{subject} {joined} .\n" if subject and said else ""


def _graph(name: str, nodes: Iterable[str]) -> str:
    """A named graph, as TriG has it."""
    inner = "".join(nodes).rstrip("\n").replace("\n", "\n  ")
    return f"{name} {{\n  {inner}\n}}\n"
