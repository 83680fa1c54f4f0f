"""The block "cite this page": this page and the thesis as a reader may refer to them."""

from __future__ import annotations

from markupsafe import Markup

from spor.publish.exports.plan import CITATION_FORMATS
from spor.publish.publication import Publication
from spor.publish.works.apa import apa
from spor.publish.works.bibtex import bibtex
from spor.publish.works.records import page_record, thesis_record
from spor.publish.works.ris import ris
from spor.render.templates import render


def _thesis(publication: Publication) -> Markup:
    return apa(thesis_record(publication), publication.site.label("cite", "undated"))


def citing(publication: Publication, page: str, title: str) -> Markup:
    """The block of `page`: it in three forms, the URL of each of its sections, and the thesis with its files.

    No date of access: it is the reader's to add, and a build must not depend on the day.
    """
    site = publication.site
    record = page_record(publication, page, title)
    sections = [part for part in publication.chapters.get(page, ()) if part.anchor]
    files = site.file(page, publication.path(publication.names.thesis))
    return render(
        "citing.html",
        site=site,
        apa=apa(record, site.label("cite", "undated")),
        bibtex=bibtex(record).strip(),
        ris=ris(record).replace("\r\n", "\n").strip(),
        sections=[(site.short(section), publication.url(page, section.anchor)) for section in sections],
        thesis=_thesis(publication),
        files={form: f"{files}.{form}" for form in CITATION_FORMATS},
    )
