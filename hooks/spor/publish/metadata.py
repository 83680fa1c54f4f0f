"""What a page says of itself to machines and to who wants to cite it, as the theme asks for it (`theme/main.html`).

In: a publication and a page. Out: HTML: Open Graph, Highwire tags, JSON-LD and links for its head, and how to cite it,
the thesis, or one paragraph.

Sources: ogp.me; Google Scholar, "Inclusion Guidelines for Webmasters" (the tags `citation_*`, from Highwire Press).
"""

import json
from collections.abc import Mapping
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from spor.publish.bibliography import CITATION_FORMATS, bibtex, ris
from spor.publish.exports.crawlers import page_links
from spor.publish.exports.export import Export
from spor.publish.html import shorten, summary
from spor.publish.jsonld import page_nodes
from spor.publish.publication import Publication
from spor.publish.works import apa, date_parts, page_record, thesis_record
from spor.render.pages import elsewhere, translated_note
from spor.render.templates import render

#: What search engines show of a description.
_DESCRIPTION = 200
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def page_metadata(
    publication: Publication,
    files: tuple[Export, ...],
    page: str,
    title: str,
    written: str,
    content: str,
    settings: Mapping[str, Any],
) -> tuple[str, dict[str, Any]]:
    """What `page` is about, in words, and all else that it says of itself, by the names that the theme has for it.

    `files` are the exports, with the one that holds them all; `title` is the navigation's, `written` the description
    that its writer gave, if any; `content` is its HTML, and `settings` are `extra.spor`.
    """
    site, known = publication.site, publication.site.trace.pages.get(page)
    title = known.title if known else title
    about = written or shorten(summary(content), _DESCRIPTION, site.locale.capitals)
    return about, {
        "spor_head": _head(publication, page, title, about or publication.description, files),
        "spor_citing": _citing(publication, page, title)
        + _paragraph_menu(publication, page, title, settings.get("report", {})),
        "spor_editions": elsewhere(site, page),
        "spor_translated": translated_note(site, page, settings.get("translates", {}).get("about", "")),
    }


def _head(publication: Publication, page: str, title: str, summary: str, exports: tuple[Export, ...]) -> Markup:
    """The tags in the head of `page`, for machines; `exports` are the files that its links lead them to.

    As a work, the page is the site's and refers to the thesis that it restates. Authors are persons: none stands there
    where the site names none.
    """
    thesis = publication.thesis
    reference = {
        "citation_title": thesis.title,
        "citation_author": thesis.writer.inverted,
        "citation_publication_date": thesis.date.replace("-", "/"),
        "citation_dissertation_institution": thesis.institution,
    }
    nodes = page_nodes(publication, page, title, summary, exports)
    return render(
        "head.html",
        publication=publication,
        page=page,
        title=title,
        summary=summary,
        links=page_links(publication, page, exports),
        reference="; ".join(f"{name}={value}" for name, value in reference.items() if value),
        # Escaped so that no text from data can end the script element.
        nodes=[htmlsafe_json_dumps(node, dumps=_encode) for node in nodes],
    )


def _citing(publication: Publication, page: str, title: str) -> Markup:
    """The block of `page`: it in three forms and its edition, the URL of each of its sections with the section's page
    in the thesis, and the thesis with its files and where it can be read.

    No date of access: it is the reader's to add, and a build must not depend on the day.
    """
    site = publication.site
    record, undated = page_record(publication, page, title), site.label("cite", "undated")
    files = site.up(page) + publication.path(publication.names.thesis)
    return render(
        "citing.html",
        site=site,
        publication=publication,
        page=page,
        apa=apa(record, undated),
        bibtex=bibtex([record]).strip(),
        ris=ris([record]).replace("\r\n", "\n").strip(),
        thesis=apa(thesis_record(publication), undated),
        find=_find(publication),
        files={form: f"{files}.{form}" for form in CITATION_FORMATS},
    )


def _find(publication: Publication) -> str:
    """How to find the thesis, where its address is not known; empty where too little is known of it."""
    thesis = publication.thesis
    if not (thesis.author and thesis.institution):
        return ""
    words = publication.site.label("cite", "search" if thesis.archive else "ask")
    return words.format(**vars(thesis), author=thesis.author, year=thesis.date[:4])


def _paragraph_menu(publication: Publication, page: str, title: str, report: Mapping[str, str]) -> Markup:
    """The menu of a paragraph of `page`: how to cite it, and where to report an error in it; nothing where it has none.

    It is a template that the script fills in for the paragraph that is chosen; without it, there is the link alone.
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
