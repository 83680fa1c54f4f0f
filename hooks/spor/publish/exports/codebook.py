"""Concepts and findings as a codebook that tools for qualitative analysis import (REFI-QDA, `.qdc`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), codebook format, namespace `urn:QDA-XML:codebook:1.0`. The format has
codes in a tree, each with a name and a plain description, and sets of codes; it has no relations, so these stand in
the description, and the question that findings answer is a set.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from spor.publish.exports.xml import document, element
from spor.publish.publication import Publication
from spor.trace.trace import Entity


def codebook(publication: Publication, summaries: Mapping[str, str]) -> str:
    """The codebook; `summaries` maps a page to its first paragraph as plain text, the definition of a code."""
    content = [element("Codes", {}, code_groups(publication, summaries))]
    if sets := code_sets(publication, "guid"):
        content.append(element("Sets", {}, sets))
    attributes = {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": publication.name}
    return document(element("CodeBook", attributes, content))


def code_groups(publication: Publication, summaries: Mapping[str, str]) -> list[str]:
    """The concepts and the findings as codes, each under a head of its kind.

    A concept stands below the first one that is broader than it.
    """
    site = publication.site
    narrower: dict[str, list[Entity]] = {}
    for concept in site.trace.of_role("concept"):
        broader = site.trace.targets(concept.id, "broader")
        narrower.setdefault(broader[0] if broader else "", []).append(concept)

    def code(entity: Entity) -> str:
        described = element("Description", {}, _description(publication, entity, summaries))
        attributes = {"guid": guid(publication, entity.id), "name": entity.title, "isCodable": "true"}
        return element("Code", attributes, [described, *map(code, narrower.get(entity.id, ()))])

    return [
        code_group(publication, "concept", map(code, narrower.get("", ()))),
        code_group(publication, "finding", map(code, site.trace.of_role("claim"))),
    ]


def code_sets(publication: Publication, refers: str) -> list[str]:
    """Each question as the set of findings that answer it; `refers` is the attribute that names a member."""
    return [_set(publication, question, refers) for question in publication.site.trace.of_role("question")]


def guid(publication: Publication, identifier: str) -> str:
    """The GUID of an entity: the same in every build of the site at its URL (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.base}#{identifier}"))


def code_group(publication: Publication, kind: str, codes: Iterable[str]) -> str:
    """A code that nothing is coded with, as the head of all codes of a kind."""
    name = publication.site.label("exports", kind)
    attributes = {"guid": guid(publication, f"codebook/{kind}"), "name": name, "isCodable": "false"}
    return element("Code", attributes, codes)


def _set(publication: Publication, question: Entity, refers: str) -> str:
    described = element("Description", {}, f"{question.title}\n{publication.entity_url(question)}")
    trace = publication.site.trace
    answers = trace.in_thesis_order(trace.relating(question, "answers"))
    members = [element("MemberCode", {refers: guid(publication, answer.id)}) for answer in answers]
    attributes = {"guid": guid(publication, question.id), "name": publication.label(question)}
    return element("Set", attributes, [described, *members])


def _description(publication: Publication, entity: Entity, summaries: Mapping[str, str]) -> str:
    """The definition, each relation on a line of its own, and the URL."""
    site = publication.site
    lines = [summaries.get(entity.page, "")]
    lines += [f"[{language}] {title}" for language, (title, _) in publication.in_original(entity).items()]
    for field in site.trace.schema.fields(entity.kind).values():
        relations = [r for r in site.trace.outgoing.get(entity.id, ()) if r.name == field.name]
        targets = [(site.trace.entities[relation.target], relation.locator) for relation in relations]
        named = [publication.apart(target) + (f", {locator}" if locator else "") for target, locator in targets]
        if named:
            lines.append(f"{site.locale.relation(entity.kind, field.name)}: {'; '.join(named)}")
    return "\n".join(filter(None, [*lines, publication.entity_url(entity)]))
