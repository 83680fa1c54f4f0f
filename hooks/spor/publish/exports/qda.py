"""The codes and the coded statements for tools of qualitative analysis: a codebook (`.qdc`) and a project (`.qdpx`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), namespaces `urn:QDA-XML:codebook:1.0` and `urn:QDA-XML:project:1.0`.
The format has codes in a tree, each with a name and a plain description, and sets of codes; it has no relations, so
these stand in the description, and the question that findings answer is a set. A project is a ZIP file with
`project.qde` and the texts in `sources/`. A text is what one informant says (or, where there are none, one document), a
statement a paragraph; each statement is coded with the findings that it carries or qualifies, and with its theme. A
coding says no more than the trace does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from spor.publish.exports.export import packed
from spor.publish.exports.xml import document, element
from spor.publish.publication import Publication
from spor.render.groups import grouped
from spor.trace.trace import Entity


def guid(publication: Publication, identifier: str) -> str:
    """The GUID of an entity: the same in every build of the site at its URL (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.base}#{identifier}"))


def codebook(publication: Publication, summaries: Mapping[str, str]) -> str:
    """The codebook; `summaries` maps a page to its first paragraph as plain text, the definition of a code."""
    content = [element("Codes", _code_groups(publication, summaries))]
    if sets := _sets(publication, "guid"):
        content.append(element("Sets", sets))
    return document(element("CodeBook", content, xmlns="urn:QDA-XML:codebook:1.0", origin=publication.name))


def _code_groups(publication: Publication, summaries: Mapping[str, str]) -> list[str]:
    """The concepts and the findings as codes, each under a head of its kind.

    A concept stands below the first one that is broader than it.
    """
    trace = publication.site.trace
    narrower = grouped((next(iter(trace.targets(c.id, "broader")), ""), c) for c in trace.of_role("concept"))

    def code(entity: Entity) -> str:
        described = element("Description", _description(publication, entity, summaries))
        return _code(publication, entity.id, entity.title, [described, *map(code, narrower.get(entity.id, ()))])

    return [
        _code_group(publication, "concept", map(code, narrower.get("", ()))),
        _code_group(publication, "finding", map(code, trace.of_role("claim"))),
    ]


def _code_group(publication: Publication, kind: str, codes: Iterable[str]) -> str:
    """A code that nothing is coded with, as the head of all codes of a kind."""
    return _code(publication, f"codebook/{kind}", publication.site.label("exports", kind), codes, "false")


def _code(
    publication: Publication, identifier: str, name: str, content: Iterable[str] = (), codable: str = "true"
) -> str:
    return element("Code", content, guid=guid(publication, identifier), name=name, isCodable=codable)


def _sets(publication: Publication, refers: str) -> list[str]:
    """Each question as the set of findings that answer it; `refers` is the attribute that names a member."""
    trace, sets = publication.site.trace, []
    for question in trace.of_role("question"):
        described = element("Description", f"{question.title}\n{publication.entity_url(question)}")
        answers = trace.in_thesis_order(trace.relating(question, "answers"))
        members = [element("MemberCode", **{refers: guid(publication, answer.id)}) for answer in answers]
        own, name = guid(publication, question.id), publication.label(question)
        sets.append(element("Set", [described, *members], guid=own, name=name))
    return sets


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


def qda_project(publication: Publication, summaries: Mapping[str, str]) -> bytes:
    """The project; `summaries` are the definitions of its codes, by page."""
    user = guid(publication, "user")
    cases, sources, texts = _sources(publication, user)
    parts = {"Cases": cases, "Sources": sources, "Sets": _sets(publication, "targetGUID")}
    content = [
        element("Users", [element("User", guid=user, name=publication.name)]),
        element("CodeBook", [element("Codes", [*_code_groups(publication, summaries), *_themes(publication)])]),
        *(element(name, inner) for name, inner in parts.items() if inner),
        element("Description", publication.description),
    ]
    names = {"name": publication.name, "origin": publication.name, "creatingUserGUID": user}
    project = document(element("Project", content, xmlns="urn:QDA-XML:project:1.0", **names))
    return packed({"project.qde": project.encode("utf-8"), **texts})


def _sources(publication: Publication, user: str) -> tuple[list[str], list[str], dict[str, bytes]]:
    """The cases, whose texts they have, and these texts: as elements, and as files by their paths."""
    trace = publication.site.trace
    cases, sources, texts = [], [], {}
    for whose in trace.of_role("person") or trace.of_role("place"):
        text, selections = "", []
        leads = dict.fromkeys(relation.source for relation in trace.incoming.get(whose.id, ()))
        for statement in (trace.entities[identifier] for identifier in leads):
            if trace.role(statement) == "evidence":
                text += f"{publication.label(statement)}\n"
                said = publication.title(statement)
                selections.append(_selection(publication, statement, user, len(text), len(text) + len(said)))
                text += f"{said}\n\n"
        if not selections:
            continue
        identifier = guid(publication, f"source/{whose.id}")
        refers = element("SourceRef", targetGUID=identifier)
        cases.append(element("Case", [refers], guid=guid(publication, whose.id), name=whose.title))
        path = f"internal://{identifier}.txt"
        named = {"guid": identifier, "name": whose.title, "plainTextPath": path, "creatingUser": user}
        sources.append(element("TextSource", selections, **named))
        texts[f"sources/{identifier}.txt"] = text.encode("utf-8")
    return cases, sources, texts


def _selection(publication: Publication, statement: Entity, user: str, start: int, end: int) -> str:
    """A statement with its codes, from its first sign in a text to the one after its last."""
    trace = publication.site.trace
    leads = dict.fromkeys((*trace.relating(statement, "evidence"), *trace.relating(statement, "against")))
    codes = [claim.id for claim in leads if trace.role(claim) == "claim"]
    if theme := str(statement.fields.get("theme", "")):
        codes.append(f"theme/{theme}")
    codings = []
    for code in codes:
        refers = element("CodeRef", targetGUID=guid(publication, code))
        own = guid(publication, f"coding/{statement.id}/{code}")
        codings.append(element("Coding", [refers], guid=own, creatingUser=user))
    return element(
        "PlainTextSelection",
        [element("Description", publication.entity_url(statement)), *codings],
        guid=guid(publication, f"selection/{statement.id}"),
        name=str(statement.fields.get("gist", "") or publication.label(statement)),
        startPosition=str(start),
        endPosition=str(end),
        creatingUser=user,
    )


def _themes(publication: Publication) -> list[str]:
    """What the statements are about, as codes under a head of their own.

    A name that a concept or a finding has is told apart, as the names of codes must be.
    """
    trace, label = publication.site.trace, publication.site.label
    taken = {entity.title.lower() for entity in trace.of_role("concept", "claim")}
    codes: dict[str, str] = {}
    for statement in trace.of_role("evidence"):
        theme = str(statement.fields.get("theme", ""))
        if theme and (trace.persons(statement) or not trace.of_role("person")):  # only these are in the texts
            words = label("themes", theme)
            name = f"{words} ({label('exports', 'theme').lower()})" if words.lower() in taken else words
            codes[theme] = _code(publication, f"theme/{theme}", name)
    return [_code_group(publication, "theme", codes.values())] if codes else []
