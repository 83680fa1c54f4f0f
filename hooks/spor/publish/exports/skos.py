"""The concepts as a thesaurus: SKOS in Turtle.

Source: W3C Recommendation "SKOS Simple Knowledge Organization System Reference", 18 August 2009. A concept is what its
page tells of; what it is set against is related to it, what it belongs under is broader, its theory is a collection.
"""

from __future__ import annotations

from collections.abc import Iterator

from spor.publish.exports.turtle import iri, node, prefixes, text
from spor.publish.publication import Publication
from spor.trace.trace import Entity


def thesaurus(publication: Publication) -> str:
    """The scheme, each concept, and each theory with its concepts."""
    return prefixes("dcterms", "rdf", "skos") + "\n".join(filter(None, _nodes(publication)))


def _nodes(publication: Publication) -> Iterator[str]:
    concepts = publication.site.trace.of_role("concept")
    language = publication.language
    title = f"{publication.name}: {publication.site.label('exports', 'concept')}"
    # The address of the file stands for the whole thesaurus.
    address = publication.file_url(f"{publication.names.concepts}.ttl")
    scheme = iri(address)
    yield node(
        scheme,
        [
            ("a", "skos:ConceptScheme"),
            ("dcterms:title", text(title, language)),
            ("dcterms:source", iri(publication.thesis_iri)),
            ("dcterms:license", iri(publication.licence) if publication.licence else ""),
        ],
    )
    theories: dict[str, list[Entity]] = {}
    for concept in concepts:
        yield _concept(publication, concept, scheme)
        if theory := str(concept.fields.get("theory", "")):
            theories.setdefault(theory, []).append(concept)
    for theory, members in theories.items():
        name = text(publication.site.label("theories", theory), language)
        of = [("skos:member", iri(publication.entity_url(member))) for member in members]
        yield node(iri(f"{address}#{theory}"), [("a", "skos:Collection"), ("skos:prefLabel", name), *of])


def _concept(publication: Publication, concept: Entity, scheme: str) -> str:
    trace, language = publication.site.trace, publication.language

    def each(verb: str, others: tuple[Entity, ...]) -> list[tuple[str, str]]:
        return [(verb, iri(publication.entity_url(other))) for other in others]

    broader = trace.related(concept, "broader")
    related = dict.fromkeys(trace.related(concept, "contrasts") + trace.relating(concept, "contrasts"))
    definition = str(concept.fields.get("definition", ""))
    return node(
        iri(publication.entity_url(concept)),
        [
            ("a", "skos:Concept"),
            ("skos:inScheme", scheme),
            ("skos:prefLabel", text(concept.title, language)),
            *(("skos:prefLabel", text(title, other)) for other, (title, _) in publication.in_original(concept).items()),
            ("skos:definition", text(definition, language) if definition else ""),
            ("dcterms:identifier", text(concept.id)),
            *each("skos:broader", broader),
            *each("skos:narrower", trace.relating(concept, "broader")),
            *each("skos:related", tuple(related)),
            ("skos:topConceptOf", "" if broader else scheme),
            *each("dcterms:references", trace.related(concept, "sources")),
        ],
    )
