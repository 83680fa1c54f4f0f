"""How to cite a page, the thesis, or one paragraph, in which a reader can report an error as well.

What a paragraph offers is a template that the script fills in for the one that is chosen; without it, there is the link
alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from spor.publish.exports.plan import CITATION_FORMATS
from spor.publish.publication import Publication
from spor.publish.works.apa import apa
from spor.publish.works.bibtex import bibtex
from spor.publish.works.records import date_parts, page_record, thesis_record
from spor.publish.works.ris import ris
from spor.render.templates import render
from spor.trace.trace import Entity


def _section(publication: Publication, page: str, section: Entity) -> tuple[str, str, str]:
    """What a section is called, where it is, and the page of the thesis on which it begins, in words."""
    number = section.fields.get("page")
    words = publication.site.label("cite", "thesis_page").format(page=number) if number else ""
    return publication.site.short(section), publication.url(page, section.anchor), words


def _find(publication: Publication) -> str:
    """How to find the thesis, where its address is not known; empty where too little is known of it."""
    thesis = publication.thesis
    if not (thesis.author and thesis.institution):
        return ""
    words = publication.site.label("cite", "search" if thesis.archive else "ask")
    return words.format(
        title=thesis.title,
        author=thesis.author,
        year=thesis.date[:4],
        archive=thesis.archive,
        institution=thesis.institution,
    )


def citing(publication: Publication, page: str, title: str) -> Markup:
    """The block of `page`: it in three forms and its edition, the URL of each of its sections with the section's page
    in the thesis, and the thesis with its files and where it can be read.

    No date of access: it is the reader's to add, and a build must not depend on the day.
    """
    site = publication.site
    record, undated = page_record(publication, page, title), site.label("cite", "undated")
    sections = [part for part in publication.chapters.get(page, ()) if part.anchor]
    files = site.file(page, publication.path(publication.names.thesis))
    return render(
        "citing.html",
        site=site,
        apa=apa(record, undated),
        bibtex=bibtex(record).strip(),
        ris=ris(record).replace("\r\n", "\n").strip(),
        sections=[_section(publication, page, section) for section in sections],
        edition=publication.edition.words(site.locale),
        key=publication.thesis.key,
        thesis=apa(thesis_record(publication), undated),
        url=publication.thesis.url,
        find=_find(publication),
        files={form: f"{files}.{form}" for form in CITATION_FORMATS},
    )


def paragraph_menu(publication: Publication, page: str, title: str, report: Mapping[str, str]) -> Markup:
    """The menu of `page`; nothing where it has no paragraphs.

    `report` says where errors may be reported: `issues`, the address of a form that takes `title` and `body`, and
    `mail`, an address for e-mail; what is not there is not offered. The words `{title}`, `{place}` and `{url}` are
    filled in by the script: one page may show paragraphs of others.
    """
    site = publication.site
    known = site.trace.pages.get(page)
    if known is None or not known.blocks:
        return Markup("")
    record = {**page_record(publication, page, "{title}"), "URL": "{url}"}
    undated = site.label("cite", "undated")
    year = str(next(iter(date_parts(record)), undated))
    return render(
        "paragraph_menu.html",
        site=site,
        title=title,
        reference=apa(record, undated).striptags(),
        in_text=f"({publication.name}, {year}, {{place}})",
        edition=publication.edition.words(site.locale),
        report=report,
        called=publication.name,
    )
