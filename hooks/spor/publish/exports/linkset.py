"""`linkset.json`: what FAIR Signposting says of each page and each file, in one place (RFC 9264, `linkset+json`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urljoin

from spor.publish.exports.export import Export
from spor.publish.exports.signposting import LINKSET, Link, page_links
from spor.publish.exports.trace_json import json_lines
from spor.publish.publication import Publication


def linkset(publication: Publication, exports: tuple[Export, ...]) -> str:
    """The links of each page, and of each file to the page that lists it, with its type and licence."""
    pages = [_context(publication.url(page), page_links(publication, page, exports)) for page in publication.site.urls]
    files = [_context(urljoin(publication.base, quote(e.path)), _file_links(publication, e)) for e in exports]
    return json_lines({"linkset": [*pages, *files]})


def _file_links(publication: Publication, export: Export) -> list[Link]:
    listed = publication.names.page if publication.names.page in publication.site.urls else publication.home
    links = [Link("collection", publication.url(listed), "text/html")] if listed else []
    return [*links, *([Link("license", publication.licence)] if publication.licence else [])]


def _context(anchor: str, links: list[Link]) -> dict[str, Any]:
    """One link context: the targets by relation."""
    found: dict[str, Any] = {"anchor": anchor}
    for link in links:
        if link.rel != LINKSET:
            target = {"href": link.href, **({"type": link.type} if link.type else {})}
            found.setdefault(link.rel, []).append({**target, **({"profile": link.profile} if link.profile else {})})
    return found
