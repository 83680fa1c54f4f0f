"""The statements as annotations of the sections that report them.

Source: W3C Recommendation "Web Annotation Data Model", 23 February 2017. Each annotation describes a section (its
target, by the fragment of its heading): the statement in words, and each finding that it carries as a tag and as
what it is classified by. No creator is named: who spoke is told by fictive name, in the words.
"""

from __future__ import annotations

from typing import Any

from spor.publish.exports.codebook import guid
from spor.publish.exports.trace_json import json_lines
from spor.publish.publication import Publication
from spor.trace.trace import Entity

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What a fragment of an HTML page means (RFC 3236), as the model's section 4.2.1 lists it.
_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"


def web_annotations(publication: Publication) -> str:
    """All statements as one collection with one page, JSON-LD."""
    items = [
        annotation
        for statement in publication.site.trace.of_role("evidence")
        if (annotation := _annotation(publication, statement))
    ]
    url = publication.file_url(f"{publication.names.statements}.jsonld")
    return _collection(publication, url, publication.site.label("exports", "statements"), items)


def _collection(publication: Publication, url: str, words: str, items: list[dict[str, Any]]) -> str:
    collection = {
        "@context": _CONTEXT,
        "id": url,
        "type": "AnnotationCollection",
        "label": words,
        "total": len(items),
        "first": {
            "id": f"urn:uuid:{guid(publication, url)}",
            "type": "AnnotationPage",
            "partOf": url,
            "startIndex": 0,
            "items": items,
        },
    }
    if publication.licence:
        collection["rights"] = publication.licence
    return json_lines(collection)


def warrant_annotations(publication: Publication) -> str:
    """The words of the thesis on which the site rests, each as an annotation that quotes them.

    The target is the thesis, by the words themselves (a TextQuoteSelector), within the section that has them; the body
    is the relation that they bear out.
    """
    trace, label = publication.site.trace, publication.site.label
    url = publication.file_url(f"{publication.names.warrants}.jsonld")
    items = []
    for relation in trace.relations:
        source, target = trace.entities[relation.source], trace.entities[relation.target]
        section = trace.entities.get(relation.warrant.section)
        if not relation.warrant.words or section is None or section.page not in publication.site.urls:
            continue
        named = publication.site.locale.relation(source.kind, relation.name)
        text = f"{publication.label(source)} – {named}: {publication.label(target)}"
        body = {"type": "TextualBody", "value": text, "format": "text/plain", "language": publication.language}
        words = publication.site.gloss(relation.warrant.words)
        gloss = [{**body, "value": words, "purpose": "describing"}] if words else []
        key = f"{relation.source}/{relation.name}/{relation.target}"
        quoted = {
            "source": publication.thesis.url or f"{publication.base}#{publication.thesis.key}",
            "scope": publication.entity_url(section),
            "selector": {"type": "TextQuoteSelector", "exact": relation.warrant.words},
        }
        items.append(
            {
                "id": f"urn:uuid:{guid(publication, key)}",
                "type": "Annotation",
                "motivation": "linking",
                "body": [body, *gloss, {"type": "SpecificResource", "source": publication.entity_url(source)}],
                "target": quoted,
            }
        )
    return _collection(publication, url, label("exports", "warrants"), items)


def _annotation(publication: Publication, statement: Entity) -> dict[str, Any] | None:
    """None for a statement whose section stands nowhere on the site."""
    site = publication.site
    relations = site.trace.outgoing.get(statement.id, ())
    ends = [site.trace.entities[relation.target] for relation in relations]
    parts = [part for part in ends if site.trace.kind(part).part and part.anchor]
    targets = [_target(publication, part) for part in parts if part.page in site.urls]
    if not targets:
        return None
    findings = [site.trace.entities[i] for i in site.trace.sources(statement.id, "evidence")]
    said = {
        "type": "TextualBody",
        "purpose": "describing",
        "value": publication.title(statement),
        "format": "text/plain",
        "language": publication.language,
    }
    original = publication.in_original(statement).items()
    bodies = [said, *({**said, "value": title, "language": language} for language, (title, _) in original)]
    for finding in findings:
        tag = {"type": "TextualBody", "purpose": "tagging", "value": finding.title}
        bodies.append({**tag, "language": publication.language})
        bodies.append({"type": "SpecificResource", "purpose": "classifying", "source": publication.entity_url(finding)})
    return {
        "id": f"urn:uuid:{guid(publication, statement.id)}",
        "type": "Annotation",
        "motivation": ["describing", "classifying"] if findings else "describing",
        "canonical": publication.entity_url(statement),
        "body": bodies,
        "target": targets[0],
    }


def _target(publication: Publication, section: Entity) -> dict[str, Any]:
    return {
        "source": publication.url(section.page),
        "selector": {"type": "FragmentSelector", "conformsTo": _FRAGMENTS, "value": section.anchor},
    }
