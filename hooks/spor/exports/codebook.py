"""Concepts and findings as a codebook that tools for qualitative analysis import (REFI-QDA, `.qdc`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), codebook format, namespace `urn:QDA-XML:codebook:1.0`. The format has
codes in a tree, each with a name and a plain description, and sets of codes; it has no relations, so these stand in
the description, and the question that findings answer is a set.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from spor.exports.xml import document, element
from spor.model import Entity
from spor.publication import Publication
from spor.schema import fields_of


def codebook(publication: Publication, summaries: Mapping[str, str]) -> str:
    """The codebook; `summaries` maps a page to its first paragraph as plain text, the definition of a code."""
    site = publication.site
    root = ET.Element("CodeBook", {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": publication.name})
    codes = element(root, "Codes")
    concepts, findings = site.trace.of_kind("concept"), site.trace.of_kind("finding")

    def add(parent: ET.Element, entity: Entity, children: Mapping[str, list[Entity]]) -> None:
        code = element(parent, "Code", guid=guid(publication, entity.id), name=entity.title, isCodable="true")
        element(code, "Description", _description(publication, entity, summaries))
        for child in children.get(entity.id, ()):
            add(code, child, children)

    group = _group(publication, codes, "concept")
    narrower: dict[str, list[Entity]] = {}
    for concept in concepts:
        broader = site.index.targets(concept.id, "broader")
        narrower.setdefault(broader[0] if broader else "", []).append(concept)
    for concept in narrower.get("", ()):
        add(group, concept, narrower)
    group = _group(publication, codes, "finding")
    for finding in findings:
        add(group, finding, {})
    sets = element(root, "Sets")
    for question in site.trace.of_kind("question"):
        answers = site.index.sources(question.id, "answers")
        if answers:
            _set(publication, sets, question, answers)
    return document(root)


def guid(publication: Publication, identifier: str) -> str:
    """The GUID of an entity: the same in every build of the site at its URL (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.base}#{identifier}"))


def _group(publication: Publication, codes: ET.Element, kind: str) -> ET.Element:
    """A code that nothing is coded with, as the head of all codes of a kind."""
    name = publication.site.label("exports", kind)
    return element(codes, "Code", guid=guid(publication, f"codebook/{kind}"), name=name, isCodable="false")


def _set(publication: Publication, sets: ET.Element, question: Entity, answers: tuple[str, ...]) -> None:
    name = publication.label(question)
    found = element(sets, "Set", guid=guid(publication, question.id), name=name)
    element(found, "Description", f"{question.title}\n{publication.entity_url(question)}")
    for answer in answers:
        element(found, "MemberCode", guid=guid(publication, answer))


def _description(publication: Publication, entity: Entity, summaries: Mapping[str, str]) -> str:
    """The definition, each relation on a line of its own, and the URL."""
    site = publication.site
    lines = [summaries.get(entity.page, "")]
    for field in fields_of(entity.kind).values():
        relations = [r for r in site.index.outgoing.get(entity.id, ()) if r.name == field.name]
        targets = [(site.trace.entities[relation.target], relation.locator) for relation in relations]
        named = [publication.label(target) + (f", {locator}" if locator else "") for target, locator in targets]
        if named:
            lines.append(f"{site.label('relations', entity.kind, field.name)}: {'; '.join(named)}")
    return "\n".join(filter(None, [*lines, publication.entity_url(entity)]))
