"""`robots.txt`: everything may be read, and here is the list of all pages (RFC 9309; sitemaps.org)."""

from __future__ import annotations

from urllib.parse import urljoin

from spor.publish.publication import Publication


def robots_txt(publication: Publication) -> str:
    """The file; without the address of the sitemap where the site has no address of its own."""
    lines = ["User-agent: *", "Allow: /"]
    if publication.base:
        lines += ["", f"Sitemap: {urljoin(publication.base, 'sitemap.xml')}"]
    return "\n".join(lines) + "\n"
