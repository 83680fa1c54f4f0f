"""What stands in the head of a page for machines: Open Graph, Highwire tags, JSON-LD, its language, and links.

Sources: ogp.me; Google Scholar, "Inclusion Guidelines for Webmasters" (the tags `citation_*`, from Highwire Press).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

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
    open_graph = (_tag("property", *tag) for tag in _open_graph(publication, page, title, summary))
    own = _page_tags(publication, page, title)
    return render(
        "head.html",
        url=publication.url(page),
        hreflang=publication.language.split("-")[0],
        others=publication.other_urls(page),
        links=page_links(publication, page, exports),
        tags=Markup("\n".join([*open_graph, *(_tag("name", *tag) for tag in (*own, *_card_tags(publication)))])),
        # Escaped so that no text from data can end the script element.
        nodes=[htmlsafe_json_dumps(node, dumps=_encode) for node in nodes],
    )


def _tag(attribute: str, name: str, content: str) -> str:
    return f'<meta {attribute}="{name}" content="{escape(content)}">'


def _open_graph(publication: Publication, page: str, title: str, summary: str) -> list[tuple[str, str]]:
    return _filled(
        [
            ("og:type", "website" if page == publication.home else "article"),
            ("og:title", title),
            ("og:description", summary),
            ("og:url", publication.url(page)),
            ("og:site_name", publication.name),
            ("og:locale", publication.language.replace("-", "_")),
            *(("og:locale:alternate", other.language) for other in publication.site.editions.others),
            *_picture(publication),
        ]
    )


def _picture(publication: Publication) -> list[tuple[str, str]]:
    if not publication.picture_url:
        return []
    picture = publication.picture
    return [
        ("og:image", publication.picture_url),
        ("og:image:width", picture.width),
        ("og:image:height", picture.height),
        ("og:image:alt", picture.alt),
    ]


def _card_tags(publication: Publication) -> list[tuple[str, str]]:
    """The picture for who does not read Open Graph alone (X, and what follows it)."""
    if not publication.picture_url:
        return []
    return _filled(
        [
            ("twitter:card", "summary_large_image"),
            ("twitter:image", publication.picture_url),
            ("twitter:image:alt", publication.picture.alt),
        ]
    )


def _page_tags(publication: Publication, page: str, title: str) -> list[tuple[str, str]]:
    """The page as a work of the site, which refers to the thesis that it restates.

    Authors are persons: none stands there where the site names none.
    """
    thesis = publication.thesis
    reference = [
        ("citation_title", thesis.title),
        ("citation_author", _inverted(thesis.family, thesis.given)),
        ("citation_publication_date", thesis.date.replace("-", "/")),
        ("citation_dissertation_institution", thesis.institution),
    ]
    return _filled(
        [
            ("citation_title", title),
            *(("citation_author", _inverted(person.family, person.given)) for person in publication.editors),
            ("citation_publication_date", publication.published.replace("-", "/")),
            ("citation_language", publication.language.split("-")[0]),
            ("citation_public_url", publication.url(page)),
            ("citation_reference", "; ".join(f"{name}={value}" for name, value in _filled(reference))),
        ]
    )


def _inverted(family: str, given: str) -> str:
    """A name with the family's first."""
    return ", ".join(filter(None, [family, given]))


def _filled(tags: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in tags if value]
