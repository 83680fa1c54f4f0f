"""The statements as annotations of the sections that report them.

Source: W3C Recommendation "Web Annotation Data Model", 23 February 2017. Each annotation describes a section (its
target, by the fragment of its heading): the statement in words, and each finding that it carries as a tag and as
what it is classified by. No creator is named: who spoke is told by fictive name, in the words.
"""

from typing import Any

from spor.publish.exports.qda import guid
from spor.publish.exports.trace_json import json_lines
from spor.publish.publication import Publication
from spor.trace.trace import Entity, Relation

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What a fragment of an HTML page means (RFC 3236), as the model's section 4.2.1 lists it.
_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"


def web_annotations(publication: Publication) -> str:
    """All statements as one collection with one page, JSON-LD: each of the first section that it names.

    Those whose section stands nowhere on the site are left out.
    """
    site, items = publication.site, []
    for statement in site.trace.of_role("evidence"):
        ends = [site.trace.entities[relation.target] for relation in site.trace.outgoing.get(statement.id, ())]
        sections = [end for end in ends if site.trace.kind(end).part and end.anchor and end.page in site.urls]
        if sections:
            items.append(_annotation(publication, statement, sections[0]))
    return _collection(publication, publication.names.statements, "statements", items)


def _annotation(publication: Publication, statement: Entity, section: Entity) -> dict[str, Any]:
    trace, language = publication.site.trace, publication.language
    findings = trace.relating(statement, "evidence")
    said = {
        "type": "TextualBody",
        "purpose": "describing",
        "value": publication.title(statement),
        "format": "text/plain",
        "language": language,
    }
    original = publication.in_original(statement).items()
    bodies = [said, *({**said, "value": names["title"], "language": other} for other, names in original)]
    for finding in findings:
        tag = {"type": "TextualBody", "purpose": "tagging", "value": finding.title, "language": language}
        classified = {"purpose": "classifying", "source": publication.entity_url(finding)}
        bodies += [tag, {"type": "SpecificResource", **classified}]
    return {
        "id": f"urn:uuid:{guid(publication, statement.id)}",
        "type": "Annotation",
        "motivation": ["describing", "classifying"] if findings else "describing",
        "canonical": publication.entity_url(statement),
        "body": bodies,
        "target": {
            "source": publication.url(section.page),
            "selector": {"type": "FragmentSelector", "conformsTo": _FRAGMENTS, "value": section.anchor},
        },
    }


def warrant_annotations(publication: Publication) -> str:
    """The words of the thesis on which the site rests, each as an annotation that quotes them.

    The target is the thesis, by the words themselves (a TextQuoteSelector), within the section that has them; the body
    is the relation that they bear out.
    """
    site = publication.site
    quoting = ((r, site.trace.entities.get(r.warrant.section)) for r in site.trace.relations if r.warrant.words)
    items = [_quotation(publication, r, section) for r, section in quoting if section and section.page in site.urls]
    return _collection(publication, publication.names.warrants, "warrants", items)


def _quotation(publication: Publication, relation: Relation, section: Entity) -> dict[str, Any]:
    site, quoted = publication.site, relation.warrant.words
    source, target = site.trace.entities[relation.source], site.trace.entities[relation.target]
    named = site.locale.relation(source.kind, relation.name)
    text = f"{publication.apart(source)} – {named}: {publication.apart(target)}"
    body = {"type": "TextualBody", "value": text, "format": "text/plain", "language": publication.language}
    words = site.gloss(quoted)
    gloss = [{**body, "value": words, "purpose": "describing"}] if words else []
    key = f"{relation.source}/{relation.name}/{relation.target}"
    return {
        "id": f"urn:uuid:{guid(publication, key)}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [body, *gloss, {"type": "SpecificResource", "source": publication.entity_url(source)}],
        "target": {
            "source": publication.thesis_iri,
            "scope": publication.entity_url(section),
            "selector": {"type": "TextQuoteSelector", "exact": quoted},
        },
    }


def _collection(publication: Publication, name: str, words: str, items: list[dict[str, Any]]) -> str:
    url = publication.file_url(f"{name}.jsonld")
    collection = {
        "@context": _CONTEXT,
        "id": url,
        "type": "AnnotationCollection",
        "label": publication.site.label("exports", words),
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
