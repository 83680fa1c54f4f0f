"""The statements for tools that annotate and code: as annotations of the sections that report them, the codes as a
codebook (`.qdc`), and both as a project (`.qdpx`).

Sources: W3C Recommendation "Web Annotation Data Model", 23 February 2017. Each annotation describes a section (its
target, by the fragment of its heading): the statement in words, and each finding that it carries as a tag and as
what it is classified by. No creator is named: who spoke is told by fictive name, in the words.

REFI-QDA Standard 1.5 (qdasoftware.org), namespaces `urn:QDA-XML:codebook:1.0` and `urn:QDA-XML:project:1.0`.
The format has codes in a tree, each with a name and a plain description, and sets of codes; it has no relations, so
these stand in the description, and the question that findings answer is a set. A project is a ZIP file with
`project.qde` and the texts in `sources/`. A text is what one informant says (or, where there are none, one document), a
statement a paragraph; each statement is coded with the findings that it carries or qualifies, and with its theme. A
coding says no more than the trace does.
"""

import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from spor.publish.exports.export import packed, xml
from spor.publish.exports.trace_json import json_lines
from spor.publish.publication import Publication
from spor.trace.trace import Entity, Relation, Trace, grouped

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What a fragment of an HTML page means (RFC 3236), as the model's section 4.2.1 lists it.
_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
#: A code, as the template has it.
Code = dict[str, Any]


def guid(publication: Publication, identifier: str) -> str:
    """The GUID of an entity: the same in every build of the site at its URL (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.base}#{identifier}"))


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


def codebook(publication: Publication, summaries: Mapping[str, str]) -> str:
    """The codebook; `summaries` maps a page to its first paragraph as plain text, the definition of a code."""
    return _written(publication, _codes(publication, summaries), None)


def qda_project(publication: Publication, summaries: Mapping[str, str]) -> bytes:
    """The project; `summaries` are the definitions of its codes, by page."""
    texts = _texts(publication)
    project = _written(publication, [*_codes(publication, summaries), *_themes(publication)], texts)
    files = {f"sources/{text['guid']}.txt": text["text"].encode("utf-8") for text in texts}
    return packed({"project.qde": project.encode("utf-8"), **files})


def _written(publication: Publication, codes: list[Code], texts: list[dict[str, Any]] | None) -> str:
    """A project, or without `texts` a codebook."""
    return xml("qda.xml", publication=publication, guid=partial(guid, publication), codes=codes, texts=texts)


def _codes(publication: Publication, summaries: Mapping[str, str]) -> list[Code]:
    """The concepts and the findings as codes, each under a head of its kind.

    A concept stands below the first one that is broader than it.
    """
    trace = publication.site.trace
    narrower = grouped((next(iter(trace.targets(c.id, "broader")), ""), c) for c in trace.of_role("concept"))

    def code(entity: Entity) -> Code:
        about = _description(publication, entity, summaries)
        return _code(entity.id, entity.title, map(code, narrower.get(entity.id, ())), about)

    return [
        _head(publication, "concept", map(code, narrower.get("", ()))),
        _head(publication, "finding", map(code, trace.of_role("claim"))),
    ]


def _code(identifier: str, name: str, codes: Iterable[Code] = (), about: str = "", codable: bool = True) -> Code:
    return {"id": identifier, "name": name, "about": about, "codes": list(codes), "codable": codable}


def _head(publication: Publication, kind: str, codes: Iterable[Code]) -> Code:
    """A code that nothing is coded with, as the head of all codes of a kind."""
    return _code(f"codebook/{kind}", publication.site.label("exports", kind), codes, codable=False)


def _description(publication: Publication, entity: Entity, summaries: Mapping[str, str]) -> str:
    """The definition, each relation on a line of its own, and the URL."""
    site = publication.site
    lines = [summaries.get(entity.page, "")]
    lines += [f"[{language}] {names['title']}" for language, names in publication.in_original(entity).items()]
    for field in site.trace.schema.fields(entity.kind).values():
        relations = [r for r in site.trace.outgoing.get(entity.id, ()) if r.name == field.name]
        targets = [(site.trace.entities[relation.target], relation.locator) for relation in relations]
        named = [publication.apart(target) + (f", {locator}" if locator else "") for target, locator in targets]
        if named:
            lines.append(f"{site.locale.relation(entity.kind, field.name)}: {'; '.join(named)}")
    return "\n".join(filter(None, [*lines, publication.entity_url(entity)]))


def _texts(publication: Publication) -> list[dict[str, Any]]:
    """What each person says (or each document), as a text: its GUID, its words, and where each statement stands."""
    trace, texts = publication.site.trace, []
    for whose in trace.of_role("person") or trace.of_role("place"):
        text, statements = "", []
        leads = dict.fromkeys(relation.source for relation in trace.incoming.get(whose.id, ()))
        for statement in (trace.entities[identifier] for identifier in leads):
            if trace.role(statement) == "evidence":
                text += f"{publication.label(statement)}\n"
                said = publication.title(statement)
                statements.append((statement, len(text), len(text) + len(said), _coded(trace, statement)))
                text += f"{said}\n\n"
        if statements:
            identifier = guid(publication, f"source/{whose.id}")
            texts.append({"whose": whose, "guid": identifier, "text": text, "statements": statements})
    return texts


def _coded(trace: Trace, statement: Entity) -> list[str]:
    """The ids of a statement's codes."""
    leads = dict.fromkeys((*trace.relating(statement, "evidence"), *trace.relating(statement, "against")))
    theme = statement.fields.get("theme", "")
    return [claim.id for claim in leads if trace.role(claim) == "claim"] + ([f"theme/{theme}"] if theme else [])


def _themes(publication: Publication) -> list[Code]:
    """What the statements are about, as codes under a head of their own.

    A name that a concept or a finding has is told apart, as the names of codes must be.
    """
    trace, label = publication.site.trace, publication.site.label
    taken = {entity.title.lower() for entity in trace.of_role("concept", "claim")}
    codes: dict[str, Code] = {}
    for statement in trace.of_role("evidence"):
        theme = str(statement.fields.get("theme", ""))
        if theme and (trace.persons(statement) or not trace.of_role("person")):  # only these are in the texts
            words = label("themes", theme)
            name = f"{words} ({label('exports', 'theme').lower()})" if words.lower() in taken else words
            codes[theme] = _code(f"theme/{theme}", name)
    return [_head(publication, "theme", codes.values())] if codes else []
