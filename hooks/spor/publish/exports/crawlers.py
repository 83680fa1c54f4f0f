"""What crawlers read first: `robots.txt`, and the site in short for language models, `llms.txt`.

Sources: RFC 9309 and sitemaps.org; llmstxt.org, Markdown with a line on each page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin

from spor.publish.exports.export import Export, Material
from spor.publish.publication import Publication
from spor.publish.summary import shorten

_NOTE = 140


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
    lines = [f"# {publication.name}", "", f"> {' '.join(publication.description.split())}", ""]
    lines.append(f"{thesis.title} ({about})" if about else thesis.title)
    if publication.licence:
        lines.append(f"{label('exports', 'licence')} {publication.licence}")
    for part in material.parts:
        lines += ["", f"## {part.title}", ""]
        lines += [
            _item(title, publication.url(page), shorten(material.summaries.get(page, ""), _NOTE, capitals))
            for page, title in part.pages
        ]
    lines += ["", f"## {label('exports', 'data')}", ""]
    lines += [_item(posixpath.basename(file.path), file.url(base), file.about) for file in files if file.listed]
    lines.append(_item("sitemap.xml", urljoin(base, "sitemap.xml"), label("files", "sitemap.xml")))
    return "\n".join(lines) + "\n"


def _item(title: str, url: str, note: str) -> str:
    escaped = unescape(title).replace("[", "\\[").replace("]", "\\]")
    return f"- [{escaped}]({url})" + (f": {note}" if note else "")
