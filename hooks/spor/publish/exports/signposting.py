"""The links that lead machines on, in the head of a page and of all in one file (`linkset.json`): FAIR Signposting.

Source: "FAIR Signposting Profile" (signposting.org/FAIR): `cite-as`, `author`, `license`, `type`, `describedby`,
`item`, and `linkset` (RFC 9264) for all of them in one file. A page is a page of the site, to be cited as itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from spor.publish.exports.crate import CRATE, PROFILE
from spor.publish.exports.export import Export
from spor.publish.exports.trace_json import json_lines
from spor.publish.publication import Publication, filled

_LINKSET = "linkset"
#: The file that holds the links of all pages.
FILE = "linkset.json"


@dataclass(frozen=True)
class Link:
    """A link: its relation, where it leads, of which media type that is, and which profile it keeps to."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""


def page_links(publication: Publication, page: str, exports: tuple[Export, ...]) -> Iterator[Link]:
    """The links of a page; that of the files lists each of those that have a name of their own."""
    base, names = publication.base, publication.names
    yield Link("cite-as", publication.url(page))
    for address in [person.url for person in publication.editors if person.url] or [publication.editors_url]:
        if address:
            yield Link("author", address)
    if publication.licence:
        yield Link("license", publication.licence)
    landing = page in (publication.home, names.page)
    yield Link("type", f"https://schema.org/{'AboutPage' if landing else 'WebPage'}")
    if landing:
        yield Link("type", "https://schema.org/Dataset")
    yield Link("describedby", urljoin(base, CRATE), "application/ld+json", PROFILE)
    own = _own_data(publication, page)
    for export in exports:
        if export.path == own:
            yield Link("describedby", export.url(base), export.media_type)
    if page == names.page:
        for export in filter(lambda export: export.listed, exports):
            yield Link("item", export.url(base), export.media_type)
    yield Link(_LINKSET, urljoin(base, FILE), "application/linkset+json")


def _own_data(publication: Publication, page: str) -> str:
    """The file that describes what the page is about: of a claim its nanopublication, of a concept the thesaurus."""
    found = publication.site.trace.pages.get(page)
    entity = publication.site.trace.entities.get(found.owner) if found else None
    role = publication.site.trace.role(entity) if entity else ""
    if entity and role == "claim":
        return publication.path(f"{publication.names.claims}/{entity.id}.trig")
    return publication.path(f"{publication.names.concepts}.ttl") if role == "concept" else ""


def linkset(publication: Publication, exports: tuple[Export, ...]) -> str:
    """The links of each page, and of each file to the page that lists it, with its type and licence."""
    pages = [_context(publication.url(page), page_links(publication, page, exports)) for page in publication.site.urls]
    files = [_context(export.url(publication.base), _file_links(publication)) for export in exports]
    return json_lines({"linkset": [*pages, *files]})


def _file_links(publication: Publication) -> Iterator[Link]:
    listed = publication.names.page if publication.names.page in publication.site.urls else publication.home
    if listed:
        yield Link("collection", publication.url(listed), "text/html")
    if publication.licence:
        yield Link("license", publication.licence)


def _context(anchor: str, links: Iterable[Link]) -> dict[str, Any]:
    """One link context: the targets by relation."""
    found: dict[str, Any] = {"anchor": anchor}
    for link in links:
        if link.rel != _LINKSET:
            target = filled({"href": link.href, "type": link.type, "profile": link.profile})
            found.setdefault(link.rel, []).append(target)
    return found
