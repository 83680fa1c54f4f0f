"""The statements as a coded project that tools for qualitative analysis open (REFI-QDA, `.qdpx`).

Source: REFI-QDA Standard 1.5 (qdasoftware.org), project format, namespace `urn:QDA-XML:project:1.0`: a ZIP file with
`project.qde` and the texts in `sources/`. A text is what one informant says (or, where there are none, one document), a
statement a paragraph; each statement is coded with the findings that it carries or qualifies, and with its theme. A
coding says no more than the trace does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spor.publish.exports.archive import packed
from spor.publish.exports.codebook import code_group, code_groups, code_sets, guid
from spor.publish.exports.xml import document, element
from spor.publish.publication import Publication
from spor.trace.trace import Entity


@dataclass(frozen=True)
class Source:
    """A text: whose it is, and where in it each statement stands (the first sign, and the one after the last)."""

    whose: Entity
    text: str
    places: tuple[tuple[Entity, int, int], ...]


def qda_project(publication: Publication, summaries: Mapping[str, str]) -> bytes:
    """The project; `summaries` are the definitions of its codes, by page."""
    sources = tuple(_sources(publication))
    files = {f"sources/{guid(publication, f'source/{s.whose.id}')}.txt": s.text.encode("utf-8") for s in sources}
    project = _project(publication, summaries, sources).encode("utf-8")
    return packed({"project.qde": project, **files})


def _sources(publication: Publication) -> Iterator[Source]:
    trace = publication.site.trace
    for whose in trace.of_role("person") or trace.of_role("place"):
        text, places = "", []
        leads = dict.fromkeys(relation.source for relation in trace.incoming.get(whose.id, ()))
        for statement in (trace.entities[identifier] for identifier in leads):
            if trace.role(statement) != "evidence":
                continue
            text += f"{publication.label(statement)}\n"
            said = publication.title(statement)
            places.append((statement, len(text), len(text) + len(said)))
            text += f"{said}\n\n"
        if places:
            yield Source(whose, text, tuple(places))


def _project(publication: Publication, summaries: Mapping[str, str], sources: tuple[Source, ...]) -> str:
    user = guid(publication, "user")
    codes = [*code_groups(publication, summaries), *_themes(publication)]
    content = [
        element("Users", {}, [element("User", {"guid": user, "name": publication.name})]),
        element("CodeBook", {}, [element("Codes", {}, codes)]),
        *(
            element(name, {}, inner)
            for name, inner in {
                "Cases": [_case(publication, source) for source in sources],
                "Sources": [_source(publication, source) for source in sources],
                "Sets": code_sets(publication, "targetGUID"),
            }.items()
            if inner
        ),
        element("Description", {}, " ".join(publication.description.split())),
    ]
    attributes = {
        "xmlns": "urn:QDA-XML:project:1.0",
        "name": publication.name,
        "origin": publication.name,
        "creatingUserGUID": user,
    }
    return document(element("Project", attributes, content))


def _themes(publication: Publication) -> list[str]:
    """What the statements are about, as codes under a head of their own."""
    themes = _theme_names(publication)
    codes = [
        element("Code", {"guid": guid(publication, f"theme/{theme}"), "name": words, "isCodable": "true"})
        for theme, words in themes.items()
    ]
    return [code_group(publication, "theme", codes)] if codes else []


def _theme_names(publication: Publication) -> dict[str, str]:
    """The themes of the statements; a name that a concept or a finding has is told apart, as codes must be."""
    trace = publication.site.trace
    taken = {entity.title.lower() for entity in trace.of_role("concept", "claim")}
    found: dict[str, str] = {}
    for statement in trace.of_role("evidence"):
        if theme := str(statement.fields.get("theme", "")):
            words = publication.site.label("themes", theme)
            kind = publication.site.label("exports", "theme")
            found[theme] = f"{words} ({kind.lower()})" if words.lower() in taken else words
    return found


def _case(publication: Publication, source: Source) -> str:
    refers = element("SourceRef", {"targetGUID": guid(publication, f"source/{source.whose.id}")})
    return element("Case", {"guid": guid(publication, source.whose.id), "name": source.whose.title}, [refers])


def _source(publication: Publication, source: Source) -> str:
    identifier = guid(publication, f"source/{source.whose.id}")
    attributes = {
        "guid": identifier,
        "name": source.whose.title,
        "plainTextPath": f"internal://{identifier}.txt",
        "creatingUser": guid(publication, "user"),
    }
    return element("TextSource", attributes, [_selection(publication, *place) for place in source.places])


def _selection(publication: Publication, statement: Entity, start: int, end: int) -> str:
    """A statement with its codes."""
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
