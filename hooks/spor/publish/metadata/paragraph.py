"""What a reader can do with one paragraph: copy how to cite it, or report an error in it.

A template that the script fills in for the paragraph that is chosen; without it, there is the link alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from spor.publish.publication import Publication
from spor.publish.works.apa import apa
from spor.publish.works.records import date_parts, page_record
from spor.render.templates import render


def paragraph_menu(publication: Publication, page: str, title: str, edition: str, report: Mapping[str, str]) -> Markup:
    """The menu of `page`; nothing where it has no paragraphs.

    `edition` names the edition of the site. `report` says where errors may be reported: `issues`, the address of a form
    that takes `title` and `body`, and `mail`, an address for e-mail; what is not there is not offered. The words
    `{title}`, `{place}` and `{url}` are filled in by the script: one page may show paragraphs of others.
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
        edition=edition,
        report=report,
        called=publication.name,
    )
