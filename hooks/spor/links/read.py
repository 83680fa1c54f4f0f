"""Reads the files of a built site as documents with links."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from spor.links.markup import Markup, absolute_links, css_links
from spor.links.model import Document, Reference

_PAGES = {".html", ".htm", ".xhtml", ".svg"}
_MARKUP = {".xml", ".graphml", ".qdc", ".rdf", ".atom"}
#: Exports and other text; a script's URLs are the theme's own business.
_TEXT = {".json", ".jsonld", ".csv", ".tsv", ".txt", ".bib", ".ris", ".yml", ".yaml", ".md", ".ttl", ".webmanifest"}
#: The search index of MkDocs, whose locations count from the folder above it.
_SEARCH = "search/search_index.json"


def read_document(site: Path, path: str, site_url: str) -> Document:
    """The links and ids of the file `path` of the site. Raises OSError if it cannot be read."""
    raw = (site / path).read_bytes()
    if path.endswith(".gz"):
        raw, name = gzip.decompress(raw), path.removesuffix(".gz")
    else:
        name = path
    suffix = Path(name).suffix.lower()
    if suffix in _PAGES | _MARKUP:
        markup = Markup(site_url)
        markup.feed(raw.decode("utf-8", "replace"))
        markup.close()
        return Document(path, _references(path, markup.links), tuple(markup.anchors) if suffix in _PAGES else None)
    if suffix == ".css":
        return Document(path, _references(path, css_links(raw.decode("utf-8", "replace"))))
    if suffix in _TEXT:
        text = raw.decode("utf-8", "replace")
        return Document(path, _references(path, [*absolute_links(text, site_url), *_locations(path, text)]))
    return Document(path)


def _references(path: str, found: Iterable[tuple[str, int]]) -> tuple[Reference, ...]:
    return tuple(Reference(path, line, url) for url, line in found)


def _locations(path: str, text: str) -> list[tuple[str, int]]:
    """Where the results of the search lead to; the index is one line of JSON."""
    if not path.endswith(_SEARCH):
        return []
    return [(f"../{entry['location']}", 1) for entry in json.loads(text)["docs"]]


def read_site(site: Path, site_url: str) -> dict[str, Document]:
    """Every file of the site by its path from the root, in the paths' order. Raises OSError, ValueError (bad JSON)."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {path: read_document(site, path, site_url) for path in paths}


def canonical_root(site: Path) -> str:
    """The URL that the front page gives as its own (`<link rel="canonical">`); raises ValueError if it gives none."""
    finder = _Canonical("")
    finder.feed((site / "index.html").read_text("utf-8"))
    if not finder.url:
        raise ValueError(f"{site}/index.html names no canonical URL: set site_url in mkdocs.yml or give it here")
    return finder.url


class _Canonical(Markup):
    url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") == "canonical":
            self.url = values.get("href") or ""
