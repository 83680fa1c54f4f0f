"""A claim as a nanopublication, unsigned: what is asserted, where it comes from, and who published it, in TriG.

Sources: "Nanopublication Guidelines" (nanopub.net); W3C Recommendation "PROV-O", 30 April 2013; CiTO, the Citation
Typing Ontology, for what a claim rests on. Each relation is also a statement of its own (rdf:Statement), which is
quoted from the section whose words warrant it, or attributed to the editors with their reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from spor.publish.exports.turtle import Facts, date, graph, iri, node, prefixes, text
from spor.publish.publication import Publication
from spor.render.warrants import voice, warrants_of
from spor.trace.trace import Entity, Relation
from spor.trace.warrant import Warrant

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
    """The four graphs of one claim: head, assertion, provenance, and publication info."""
    own = publication.file_url(f"{publication.names.claims}/{claim.id}.trig")  # the address of its file
    names = {part: iri(f"{own}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")}
    head = node(
        iri(own),
        [
            ("a", "np:Nanopublication"),
            ("np:hasAssertion", names["assertion"]),
            ("np:hasProvenance", names["provenance"]),
            ("np:hasPublicationInfo", names["pubinfo"]),
        ],
    )
    graphs = [
        graph(names["head"], [head]),
        graph(names["assertion"], [_assertion(publication, claim)]),
        graph(names["provenance"], _provenance(publication, claim, own)),
        graph(names["pubinfo"], _published(publication, own)),
    ]
    return prefixes("cito", "dcterms", "np", "oa", "prov", "rdf", "rdfs", "schema", "xsd") + "\n".join(graphs)


def _relations(publication: Publication, claim: Entity) -> Iterator[tuple[Relation, str, str]]:
    """The relations of a claim that have a verb and a page, each with its verb and its object."""
    trace = publication.site.trace
    for relation in trace.outgoing.get(claim.id, ()):
        address = publication.entity_url(trace.entities[relation.target])
        if relation.name in _VERBS and address:
            yield relation, _VERBS[relation.name], iri(address)


def _assertion(publication: Publication, claim: Entity) -> str:
    related = dict.fromkeys((verb, other) for _, verb, other in _relations(publication, claim))
    kind = str(claim.fields.get("type", ""))
    return node(
        iri(publication.entity_url(claim)),
        [
            ("a", "schema:Claim"),
            ("schema:text", text(claim.title, publication.language)),
            ("dcterms:type", text(kind) if kind else ""),
            *related,
        ],
    )


def _provenance(publication: Publication, claim: Entity, own: str) -> Iterator[str]:
    """Who says it and how, in which words of the thesis, and why each relation stands."""
    language, thesis, source = publication.language, publication.thesis, iri(publication.thesis_iri)
    spoken = voice(publication.site, claim)
    author = iri(publication.file_url(f"{publication.names.thesis}.json#author")) if thesis.family else ""
    said = iri(f"{own}#said") if author and spoken else ""
    attributed = [("prov:wasAttributedTo", author), ("prov:qualifiedAttribution", said)]
    yield node(iri(f"{own}#assertion"), [("prov:wasDerivedFrom", source), *attributed])
    title = text(thesis.title, thesis.language)
    yield node(source, [("a", "prov:Entity"), ("dcterms:title", title), ("dcterms:creator", author)])
    if author:
        yield node(author, [("a", "prov:Person"), ("rdfs:label", text(thesis.author))])
    if said:
        others = _speakers(publication, claim)
        agent = iri(f"{own}#speakers") if others else author
        yield node(said, [("a", "prov:Attribution"), ("prov:agent", agent), ("rdfs:label", text(spoken, language))])
        if others:
            yield node(agent, [("a", "prov:Agent"), ("rdfs:label", text(others, language))])
    for name, warrant in warrants_of(claim).items():
        named = publication.site.label("said", "title" if name == "said" else name)
        facts = [("a", "prov:Entity"), ("rdfs:label", text(named, language)), *_why(publication, warrant)]
        yield node(iri(f"{own}#{name}-words"), facts)
    subject = iri(publication.entity_url(claim))
    for number, (relation, verb, other) in enumerate(_relations(publication, claim), 1):
        if relation.warrant:
            stated = [("a", "rdf:Statement"), ("rdf:subject", subject), ("rdf:predicate", verb), ("rdf:object", other)]
            yield node(iri(f"{own}#why-{number}"), [*stated, *_why(publication, relation.warrant)])


def _speakers(publication: Publication, claim: Entity) -> str:
    """Who says it, where that is not the author of the thesis."""
    locale, by = publication.site.locale, claim.fields["said"]["by"]
    if by in ("author", "source"):
        return locale.label("kinds", "source") if by == "source" else ""
    return locale.plural(publication.site.trace.schema.of_role("person")[0])


def _why(publication: Publication, warrant: Warrant) -> Facts:
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
    yield node(
        iri(own),
        [
            ("dcterms:creator", iri(_editors(publication))),
            ("dcterms:created", date(publication.published) if publication.published else ""),
            ("dcterms:license", iri(publication.licence) if publication.licence else ""),
            ("prov:wasDerivedFrom", iri(publication.file_url("trace.json"))),
        ],
    )
    yield node(iri(_editors(publication)), [("a", "prov:Agent"), ("rdfs:label", text(publication.name))])
