"""The codes and the coded statements for tools of qualitative analysis: a codebook (`.qdc`) and a project (`.qdpx`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), namespaces `urn:QDA-XML:codebook:1.0` and `urn:QDA-XML:project:1.0`.
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
from spor.publish.publication import Publication
from spor.trace.trace import Entity, Trace, grouped

#: A code, as the template has it.
Code = dict[str, Any]


def guid(publication: Publication, identifier: str) -> str:
    """The GUID of an entity: the same in every build of the site at its URL (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.base}#{identifier}"))


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
