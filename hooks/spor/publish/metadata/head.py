"""What stands in the head of a page for machines: Open Graph, Highwire tags, JSON-LD, its language, and links.

Sources: ogp.me; Google Scholar, "Inclusion Guidelines for Webmasters" (the tags `citation_*`, from Highwire Press).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from spor.publish.exports.export import Export
from spor.publish.exports.signposting import page_links
from spor.publish.metadata.jsonld import page_nodes
from spor.publish.publication import Publication
from spor.render.templates import render

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def head(publication: Publication, page: str, title: str, summary: str, exports: tuple[Export, ...]) -> Markup:
    """The tags of `page`; `summary` is its first paragraph, or what else tells what it is about.

    `exports` are the files that its links lead machines to.
    """
    nodes = page_nodes(publication, page, title, summary, exports)
    return render(
        "head.html",
        url=publication.url(page),
        hreflang=publication.language.split("-")[0],
        others=publication.other_urls(page),
        links=page_links(publication, page, exports),
        open_graph=_open_graph(publication, page, title, summary),
        tags=[*_work(publication, page, title), *_card(publication)],
        # Escaped so that no text from data can end the script element.
        nodes=[htmlsafe_json_dumps(node, dumps=_encode) for node in nodes],
    )


def _open_graph(publication: Publication, page: str, title: str, summary: str) -> Iterator[tuple[str, str]]:
    yield "og:type", "website" if page == publication.home else "article"
    yield "og:title", title
    yield "og:description", summary
    yield "og:url", publication.url(page)
    yield "og:site_name", publication.name
    yield "og:locale", publication.language.replace("-", "_")
    for other in publication.site.editions.others:
        yield "og:locale:alternate", other.language
    if publication.picture_url:
        yield "og:image", publication.picture_url
        yield "og:image:width", publication.picture.width
        yield "og:image:height", publication.picture.height
        yield "og:image:alt", publication.picture.alt


def _work(publication: Publication, page: str, title: str) -> Iterator[tuple[str, str]]:
    """The page as a work of the site, which refers to the thesis that it restates.

    Authors are persons: none stands there where the site names none.
    """
    thesis = publication.thesis
    reference = {
        "citation_title": thesis.title,
        "citation_author": _inverted(thesis.family, thesis.given),
        "citation_publication_date": thesis.date.replace("-", "/"),
        "citation_dissertation_institution": thesis.institution,
    }
    yield "citation_title", title
    for person in publication.editors:
        yield "citation_author", _inverted(person.family, person.given)
    yield "citation_publication_date", publication.published.replace("-", "/")
    yield "citation_language", publication.language.split("-")[0]
    yield "citation_public_url", publication.url(page)
    yield "citation_reference", "; ".join(f"{name}={value}" for name, value in reference.items() if value)


def _card(publication: Publication) -> Iterator[tuple[str, str]]:
    """The picture for who does not read Open Graph alone (X, and what follows it)."""
    if publication.picture_url:
        yield "twitter:card", "summary_large_image"
        yield "twitter:image", publication.picture_url
        yield "twitter:image:alt", publication.picture.alt


def _inverted(family: str, given: str) -> str:
    """A name with the family's first."""
    return ", ".join(filter(None, [family, given]))
