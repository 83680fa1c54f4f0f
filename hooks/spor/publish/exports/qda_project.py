"""The statements as a coded project that tools for qualitative analysis open (REFI-QDA, `.qdpx`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), project format, namespace `urn:QDA-XML:project:1.0`: a ZIP file with
`project.qde` and the texts in `sources/`. A text is what one informant says (or, where there are none, one document), a
statement a paragraph; each statement is coded with the findings that it carries or qualifies, and with its theme. A
coding says no more than the trace does.
"""

from __future__ import annotations

from collections.abc import Mapping

from spor.publish.exports.archive import packed
from spor.publish.exports.codebook import code_group, code_groups, code_sets, guid
from spor.publish.exports.xml import document, element
from spor.publish.publication import Publication
from spor.trace.trace import Entity


def qda_project(publication: Publication, summaries: Mapping[str, str]) -> bytes:
    """The project; `summaries` are the definitions of its codes, by page."""
    user = guid(publication, "user")
    cases, sources, texts = _sources(publication)
    parts = {"Cases": cases, "Sources": sources, "Sets": code_sets(publication, "targetGUID")}
    content = [
        element("Users", {}, [element("User", {"guid": user, "name": publication.name})]),
        element("CodeBook", {}, [element("Codes", {}, [*code_groups(publication, summaries), *_themes(publication)])]),
        *(element(name, {}, inner) for name, inner in parts.items() if inner),
        element("Description", {}, " ".join(publication.description.split())),
    ]
    attributes = {
        "xmlns": "urn:QDA-XML:project:1.0",
        "name": publication.name,
        "origin": publication.name,
        "creatingUserGUID": user,
    }
    return packed({"project.qde": document(element("Project", attributes, content)).encode("utf-8"), **texts})


def _sources(publication: Publication) -> tuple[list[str], list[str], dict[str, bytes]]:
    """The cases, whose texts they have, and these texts: as elements, and as files by their paths."""
    trace, user = publication.site.trace, guid(publication, "user")
    cases, sources, texts = [], [], {}
    for whose in trace.of_role("person") or trace.of_role("place"):
        text, selections = "", []
        leads = dict.fromkeys(relation.source for relation in trace.incoming.get(whose.id, ()))
        for statement in (trace.entities[identifier] for identifier in leads):
            if trace.role(statement) == "evidence":
                text += f"{publication.label(statement)}\n"
                said = publication.title(statement)
                selections.append(_selection(publication, statement, len(text), len(text) + len(said)))
                text += f"{said}\n\n"
        if not selections:
            continue
        identifier = guid(publication, f"source/{whose.id}")
        refers = element("SourceRef", {"targetGUID": identifier})
        cases.append(element("Case", {"guid": guid(publication, whose.id), "name": whose.title}, [refers]))
        attributes = {
            "guid": identifier,
            "name": whose.title,
            "plainTextPath": f"internal://{identifier}.txt",
            "creatingUser": user,
        }
        sources.append(element("TextSource", attributes, selections))
        texts[f"sources/{identifier}.txt"] = text.encode("utf-8")
    return cases, sources, texts


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
            attributes = {"guid": guid(publication, f"theme/{theme}"), "name": name, "isCodable": "true"}
            codes[theme] = element("Code", attributes)
    return [code_group(publication, "theme", codes.values())] if codes else []


def _selection(publication: Publication, statement: Entity, start: int, end: int) -> str:
    """A statement with its codes, from its first sign in a text to the one after its last."""
    trace, user = publication.site.trace, guid(publication, "user")
    claims = dict.fromkeys((*trace.sources(statement.id, "evidence"), *trace.sources(statement.id, "against")))
    codes = [claim for claim in claims if trace.role(trace.entities[claim]) == "claim"]
    if theme := str(statement.fields.get("theme", "")):
        codes.append(f"theme/{theme}")
    codings = [
        element(
            "Coding",
            {"guid": guid(publication, f"coding/{statement.id}/{code}"), "creatingUser": user},
            [element("CodeRef", {"targetGUID": guid(publication, code)})],
        )
        for code in codes
    ]
    described = element("Description", {}, publication.entity_url(statement))
    attributes = {
        "guid": guid(publication, f"selection/{statement.id}"),
        "name": str(statement.fields.get("gist", "") or publication.label(statement)),
        "startPosition": str(start),
        "endPosition": str(end),
        "creatingUser": user,
    }
    return element("PlainTextSelection", attributes, [described, *codings])
