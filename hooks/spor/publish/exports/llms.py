"""The site in short for language models, `llms.txt`: Markdown after llmstxt.org, with a line on each page."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, urljoin

from spor.publish.publication import Publication
from spor.publish.summary import shorten

_NOTE = 140


@dataclass(frozen=True)
class Part:
    """A part of the navigation: its title, and its pages (`funn/x.md`) with their titles."""

    title: str
    pages: tuple[tuple[str, str], ...]


def llms_txt(
    publication: Publication, parts: tuple[Part, ...], summaries: Mapping[str, str], files: tuple[tuple[str, str], ...]
) -> str:
    """A heading, what the site is, and a list of links for each part of the navigation and for the exports.

    `summaries` maps a page to its first paragraph as plain text; the start of it becomes the page's note. `files` are
    the paths of the exports, each with what it holds.
    """
    label, thesis = publication.site.label, publication.thesis
    capitals = publication.site.locale.capitals
    about = ", ".join(filter(None, [thesis.author, thesis.genre, thesis.institution, thesis.date[:4]]))
    lines = [f"# {publication.name}", "", f"> {' '.join(publication.description.split())}", ""]
    lines.append(f"{thesis.title} ({about})" if about else thesis.title)
    if publication.licence:
        lines.append(f"{label('exports', 'licence')} {publication.licence}")
    for part in parts:
        lines += ["", f"## {part.title}", ""]
        lines += [
            _item(title, publication.url(page), shorten(summaries.get(page, ""), _NOTE, capitals))
            for page, title in part.pages
        ]
    lines += ["", f"## {label('exports', 'data')}", ""]
    base = publication.base
    lines += [_item(posixpath.basename(path), urljoin(base, quote(path)), words) for path, words in files]
    lines.append(_item("sitemap.xml", urljoin(base, "sitemap.xml"), label("files", "sitemap.xml")))
    return "\n".join(lines) + "\n"


def _item(title: str, url: str, note: str) -> str:
    escaped = unescape(title).replace("[", "\\[").replace("]", "\\]")
    return f"- [{escaped}]({url})" + (f": {note}" if note else "")
