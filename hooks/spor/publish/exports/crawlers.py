"""What leads machines on: `robots.txt`, the site in short for language models (`llms.txt`), and FAIR Signposting.

Sources: RFC 9309 and sitemaps.org; llmstxt.org, Markdown with a line on each page; "FAIR Signposting Profile"
(signposting.org/FAIR): `cite-as`, `author`, `license`, `type`, `describedby`, `item`, in the head of a page, and
`linkset` (RFC 9264) for those of all pages in one file. A page is a page of the site, to be cited as itself.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin

from spor.publish.exports.crate import CRATE, PROFILE
from spor.publish.exports.export import MEDIA_TYPES, Export, Material
from spor.publish.exports.trace_json import json_lines
from spor.publish.html import shorten
from spor.publish.publication import Publication, filled
from spor.render.pages import main_entity
from spor.trace.trace import grouped

#: The file that holds the links of all pages.
LINKS = "linkset.json"
_LINKSET = "linkset"
#: How much of a page's first paragraph is told.
_NOTE = 140


@dataclass(frozen=True)
class Link:
    """A link: its relation, where it leads, of which media type that is, and which profile it keeps to."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""


def robots_txt(publication: Publication) -> str:
    """Everything may be read, and here is the list of all pages in each language, where the site has an address."""
    lines = ["User-agent: *", "Allow: /"]
    if publication.base:
        editions = publication.site.editions
        below = [editions.path_to(edition) for edition in editions.all] or [""]
        lines += ["", *(f"Sitemap: {urljoin(publication.base, f'{path}sitemap.xml')}" for path in below)]
    return "\n".join(lines) + "\n"


def llms_txt(publication: Publication, material: Material, files: Iterable[Export]) -> str:
    """A heading, what the site is, and a list of links for each part of the navigation and for the `files`.

    The start of a page's first paragraph becomes its note.
    """
    label, thesis, base = publication.site.label, publication.thesis, publication.base
    capitals = publication.site.locale.capitals
    about = ", ".join(filter(None, [thesis.author, thesis.genre, thesis.institution, thesis.date[:4]]))
    lines = [f"# {publication.name}", "", f"> {publication.description}", ""]
    lines.append(f"{thesis.title} ({about})" if about else thesis.title)
    if publication.licence:
        lines.append(f"{label('exports', 'licence')} {publication.licence}")
    for heading, pages in material.parts:
        lines += ["", f"## {heading}", ""]
        lines += [
            _item(title, publication.url(page), shorten(material.summaries.get(page, ""), _NOTE, capitals))
            for page, title in pages
        ]
    lines += ["", f"## {label('exports', 'data')}", ""]
    lines += [_item(posixpath.basename(file.path), file.url(base), file.about) for file in files if file.listed]
    lines.append(_item("sitemap.xml", urljoin(base, "sitemap.xml"), label("files", "sitemap.xml")))
    return "\n".join(lines) + "\n"


def _item(title: str, url: str, note: str) -> str:
    escaped = unescape(title).replace("[", "\\[").replace("]", "\\]")
    return f"- [{escaped}]({url})" + (f": {note}" if note else "")


def page_links(publication: Publication, page: str, exports: tuple[Export, ...]) -> Iterator[Link]:
    """The links of a page; that of the files lists each of those that have a name of their own.

    What a page is about is described by a file: a claim by its nanopublication, a concept by the thesaurus.
    """
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
    if entity := main_entity(publication.site, page):
        files = {"claim": f"{names.claims}/{entity.id}.trig", "concept": f"{names.concepts}.ttl"}
        if own := files.get(publication.site.trace.role(entity)):  # both are made for whatever is of these roles
            yield Link("describedby", publication.file_url(own), MEDIA_TYPES[own.rpartition(".")[2]])
    if page == names.page:
        for export in filter(lambda export: export.listed, exports):
            yield Link("item", export.url(base), export.media_type)
    yield Link(_LINKSET, urljoin(base, LINKS), "application/linkset+json")


def linkset(publication: Publication, exports: tuple[Export, ...]) -> str:
    """The links of each page, and of each file to the page that lists it, with its type and licence."""
    pages = [_context(publication.url(page), page_links(publication, page, exports)) for page in publication.site.urls]
    listed = publication.names.page if publication.names.page in publication.site.urls else publication.home
    links = [Link("collection", publication.url(listed), "text/html")] if listed else []
    links += [Link("license", publication.licence)] if publication.licence else []
    return json_lines({"linkset": [*pages, *(_context(export.url(publication.base), links) for export in exports)]})


def _context(anchor: str, links: Iterable[Link]) -> dict[str, Any]:
    """One link context: the targets by relation."""
    targets = ((link.rel, filled({"href": link.href, "type": link.type, "profile": link.profile})) for link in links)
    return {"anchor": anchor, **grouped(target for target in targets if target[0] != _LINKSET)}
