"""A page as JSON-LD in the vocabulary of schema.org: the thesis, a chapter, a claim with its evidence, a term.

Source: schema.org 29, the types Thesis, Chapter, Claim, DefinedTerm, Question, WebPage and BreadcrumbList. The main
thing of a page is what the thesis has (a chapter of it, a claim it makes); the page itself is a WebPage that is based
on the thesis, since it restates it in other words.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from spor.publish.exports.export import Export
from spor.publish.publication import Person, Publication, filled
from spor.render.pages import main_entity
from spor.render.warrants import warrants_of
from spor.trace.trace import Entity
from spor.trace.warrant import Warrant

Node = dict[str, Any]


def page_nodes(publication: Publication, page: str, title: str, summary: str, files: tuple[Export, ...]) -> list[Node]:
    """The nodes of `page`: the main thing (on the home page the thesis), and the way to it from the home page.

    `files` are those that the page of the data tells of.
    """
    own = _web_page(publication, page, title, summary)
    main = _main(publication, page, title, summary, files)
    node = {**main, "mainEntityOfPage": own} if main else own
    return [{"@context": "https://schema.org", **n} for n in (node, _breadcrumbs(publication, page, title)) if n]


def _node(kind: str, **facts: Any) -> Node:
    """A thing of a type, with the facts that are known of it."""
    return filled({"@type": kind, **facts})


def _main(publication: Publication, page: str, title: str, summary: str, files: Iterable[Export]) -> Node | None:
    """The thing that a page is about; None for a page that is only a page."""
    if page == publication.home:
        return _whole_thesis(publication)
    if page == publication.names.page:
        return _dataset(publication, title, summary, files)
    entity, makers = main_entity(publication.site, page), {"claim": _claim, "concept": _term, "question": _question}
    if entity and (make := makers.get(publication.site.trace.role(entity))):
        return make(publication, entity, summary)
    parts = publication.chapters.get(page)
    return _chapter(publication, title, parts) if parts else None


def _web_page(publication: Publication, page: str, title: str, summary: str) -> Node:
    url = publication.url(page)
    return _node(
        "WebPage",
        **{"@id": url},
        url=url,
        name=title,
        description=summary,
        inLanguage=publication.language,
        license=publication.licence,
        isPartOf=_node("WebSite", name=publication.name, url=publication.base),
        isBasedOn=_thesis(publication),
        author=[_person(person) for person in publication.editors],
        version=publication.edition.version,
        **_translations(publication, page),
    )


def _translations(publication: Publication, page: str) -> Node:
    """The page in the other languages: what it is translated from, or into."""
    found = publication.other_urls(page).items()
    nodes = [{"@type": "WebPage", "@id": url, "inLanguage": language} for language, url in found]
    if publication.site.trace.translation:
        return {"translationOfWork": nodes[0]} if nodes else {}
    return {"workTranslation": nodes[1:]}


def _person(person: Person) -> Node:
    return _node("Person", name=person.name, givenName=person.given, familyName=person.family, url=person.url)


def _dataset(publication: Publication, title: str, summary: str, files: Iterable[Export]) -> Node:
    """The data, on the page that tells of them: each file with its type."""
    base = publication.base
    return _node(
        "Dataset",
        name=f"{publication.name}: {title}",
        description=summary,
        url=publication.url(publication.names.page),
        inLanguage=publication.language,
        license=publication.licence,
        isBasedOn=_thesis(publication),
        version=publication.edition.version,
        distribution=[
            _node("DataDownload", name=file.about, encodingFormat=file.media_type, contentUrl=file.url(base))
            for file in files
            if file.listed
        ],
    )


def _thesis(publication: Publication) -> Node:
    """The thesis in short, wherever something else refers to it."""
    thesis = publication.thesis
    author = _person(thesis.writer) if thesis.family else None
    return _node("Thesis", name=thesis.title, author=author, datePublished=thesis.date, inLanguage=thesis.language)


def _whole_thesis(publication: Publication) -> Node:
    thesis, pages = publication.thesis, publication.site.trace.pages
    department = {"@type": "Organization", "name": thesis.department} if thesis.department else None
    school = _node("CollegeOrUniversity", name=thesis.institution, department=department)
    return filled(
        {
            **_thesis(publication),
            "alternateName": thesis.translated_title,
            "learningResourceType": thesis.genre,
            "inSupportOf": thesis.programme,
            "sourceOrganization": school if thesis.institution else None,
            "contributor": {"@type": "Person", "name": thesis.supervisor} if thesis.supervisor else None,
            "url": thesis.url,
            "hasPart": [
                {"@type": "Chapter", "name": pages[page].title, "mainEntityOfPage": publication.url(page)}
                for page in publication.chapters
            ],
        }
    )


def _chapter(publication: Publication, title: str, parts: Iterable[Entity]) -> Node:
    return _node(
        "Chapter",
        name=title,
        inLanguage=publication.language,
        isPartOf=_thesis(publication),
        hasPart=[_work(publication, part) for part in parts if part.anchor],
    )


def _claim(publication: Publication, finding: Entity, summary: str) -> Node:
    """A claim: what it answers, where the thesis makes it, what carries it, and what it cites."""

    def related(name: str) -> tuple[Entity, ...]:
        return publication.site.trace.related(finding, name)

    based_on = [_work(publication, entity) for entity in related("evidence")]
    based_on += [_reference(publication, "Claim", entity) for entity in related("builds_on")]
    based_on += [_quotation(publication, warrant) for warrant in warrants_of(finding).values()]
    thesis = _thesis(publication)
    return _node(
        "Claim",
        **_told(publication, finding, summary),
        inLanguage=publication.language,
        author=thesis.get("author"),
        about=[_reference(publication, "Question", entity) for entity in related("answers")]
        + [_reference(publication, "DefinedTerm", entity) for entity in related("concepts")],
        firstAppearance=thesis,
        appearance=[_work(publication, entity) for entity in related("sections")],
        isBasedOn=based_on,
        citation=[_cited(publication, finding, source) for source in related("sources")],
    )


def _told(publication: Publication, entity: Entity, summary: str) -> dict[str, str]:
    """What a claim or a question says, in one sentence and in short, and where."""
    return {"name": entity.title, "text": entity.title, "abstract": summary, "url": publication.entity_url(entity)}


def _quotation(publication: Publication, warrant: Warrant) -> Node:
    """The thesis' own words for a claim, and the section that has them."""
    section = publication.site.trace.entities.get(warrant.section)
    place = _work(publication, section) if section else None
    return _node("Quotation", text=warrant.words, inLanguage=publication.thesis.language, isPartOf=place)


def _cited(publication: Publication, finding: Entity, source: Entity) -> Node:
    """A work that a claim cites, with the part of it that the claim names: its pages, as far as any are named."""
    trace = publication.site.trace
    named = re.compile(rf"(?:{'|'.join(publication.site.locale.pages)})\.?\s*(\d.*)")
    locators = [relation.locator for relation in trace.outgoing.get(finding.id, ()) if relation.target == source.id]
    locators += [m.locator for m in trace.mentions_on.get(finding.page, ()) if m.citation and m.target == source.id]
    pages = dict.fromkeys(match[1] for locator in locators if (match := named.fullmatch(locator)))
    part = {"@type": "Chapter", "pagination": ", ".join(pages)} if pages else None
    return filled({**_work(publication, source), "hasPart": part})


def _term(publication: Publication, concept: Entity, summary: str) -> Node:
    listed = publication.site.trace.pages.get(posixpath.join(posixpath.dirname(concept.page), "index.md"))
    terms = _node("DefinedTermSet", name=listed.title, url=publication.url(listed.path)) if listed else None
    return _node(
        "DefinedTerm",
        name=concept.title,
        description=summary,
        termCode=concept.id,
        url=publication.entity_url(concept),
        inDefinedTermSet=terms,
    )


def _question(publication: Publication, question: Entity, summary: str) -> Node:
    trace = publication.site.trace
    answers = trace.in_thesis_order(trace.relating(question, "answers"))
    return _node(
        "Question",
        **_told(publication, question, summary),
        isPartOf=_thesis(publication),
        suggestedAnswer=[_node("Answer", text=each.title, url=publication.entity_url(each)) for each in answers],
    )


def _work(publication: Publication, entity: Entity) -> Node:
    """A part of the thesis or a work that it cites: what it is called and where the site shows it."""
    return _node("CreativeWork", name=publication.site.named(entity), url=publication.entity_url(entity))


def _reference(publication: Publication, kind: str, entity: Entity) -> Node:
    return _node(kind, name=entity.title, url=publication.entity_url(entity))


def _breadcrumbs(publication: Publication, page: str, title: str) -> Node | None:
    """The way from the home page over the index pages of the folders; None for the home page."""
    home = publication.home
    if page == home or not home:
        return None
    pages = publication.site.trace.pages
    above = [f"{folder}/index.md" for folder in reversed(PurePosixPath(page).parents)]
    trail = [(home, publication.name), *((path, pages[path].title) for path in above if path in pages and path != page)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": publication.url(path)}
            for number, (path, name) in enumerate([*trail, (page, title)], 1)
        ],
    }
