"""Answers a browser from the folder of a built site, at the address that the site was built for: without a server."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from html_pages import document
from playwright.sync_api import BrowserContext, Route


def address(site: Path) -> str:
    """The address that a site was built for, with a slash at the end."""
    return str(document(site / "index.html").xpath("//link[@rel='canonical']/@href")[0])


def answer(context: BrowserContext, site: Path, extra: str = "", below: Mapping[str, Path] | None = None) -> list[str]:
    """Has every request of the context answered from the site; `extra` ends each page's body.

    `below` are sites that stand in a folder of this one, as a translation does, each by the name of the folder.

    The list that it returns fills with the addresses elsewhere that are asked for; these get no answer.
    """
    own, elsewhere = address(site), list[str]()

    def answered(route: Route) -> None:
        url = route.request.url
        if not url.startswith(own):
            elsewhere.append(url)
            route.abort()
            return
        path = unquote(urlsplit(url.removeprefix(own)).path)
        folder, _, rest = path.partition("/")
        file = below[folder] / rest if below and folder in below else site / path
        file = file / "index.html" if file.is_dir() else file
        found = file if file.is_file() else site / "404.html"
        body = found.read_bytes()
        if found.suffix == ".html":
            body = body.replace(b"</body>", extra.encode() + b"</body>")
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        route.fulfill(status=200 if found is file else 404, body=body, content_type=kind)

    context.route("**/*", answered)
    return elsewhere
