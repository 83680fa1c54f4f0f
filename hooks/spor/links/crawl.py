"""Follows every link of a site: what leads nowhere, and what leads outside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from spor.links.model import Document, Reference
from spor.problems import Problem

#: Served at any depth: a relative link in it leads nowhere.
_NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Crawl:
    """What a crawl has found: the faults of the site itself, sorted, and the links to other sites, not checked."""

    problems: tuple[Problem, ...]
    outside: tuple[Reference, ...]
    checked: int


class _Leaves(Exception):
    """The link leads to another site."""


class _Broken(Exception):
    """The link is at fault; says how."""


def crawl(documents: Mapping[str, Document], site_url: str) -> Crawl:
    """Follows every link of the site's `documents` (by path), which is to be served at `site_url`.

    The rules that a problem can name: `malformed-url`, `missing-file`, `missing-fragment`, `outside-site`
    (a relative link that leaves the site's own folder) and `duplicate-id`.
    """
    root = urlsplit(site_url if site_url.endswith("/") else f"{site_url}/")
    anchors = {path: _names(document) for path, document in documents.items()}
    problems: set[Problem] = set()
    outside: list[Reference] = []
    for document in documents.values():
        problems.update(_duplicates(document))
        for reference in document.references:
            try:
                path, fragment = _target(reference, root)
                _check(path, fragment, anchors)
            except _Leaves:
                outside.append(reference)
            except _Broken as broken:
                problems.add(Problem(reference.path, reference.line, str(broken), reference.url))
    count = sum(len(document.references) for document in documents.values())
    return Crawl(tuple(sorted(problems)), tuple(sorted(outside)), count)


def _names(document: Document) -> frozenset[str] | None:
    return None if document.anchors is None else frozenset(name for name, _ in document.anchors)


def _duplicates(document: Document) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for name, line in document.anchors or ():
        if name in seen:
            found.append(Problem(document.path, line, "duplicate-id", f"#{name}"))
        seen.add(name)
    return found


def _target(reference: Reference, root: SplitResult) -> tuple[str, str]:
    """The path below the site's root and the fragment that a link leads to; empty path: the page itself."""
    parts = _split(reference.url.strip())
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if parts.netloc:
        if parts.netloc.lower() != root.netloc.lower() or not f"{path}/".startswith(root.path):
            raise _Leaves
        path = path.removeprefix(root.path.rstrip("/")) or "/"
    elif path.startswith("/"):
        if not f"{path}/".startswith(root.path):
            raise _Broken("outside-site")
        path = path.removeprefix(root.path.rstrip("/")) or "/"
    elif not path:
        return reference.path, fragment
    elif posixpath.basename(reference.path) == _NOT_FOUND:
        raise _Broken("missing-file")
    else:
        path = posixpath.join("/", posixpath.dirname(reference.path), path)
    return _normal(path), fragment


def _split(url: str) -> SplitResult:
    """The parts of a link to a place on the web; what no browser could follow is broken."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _Broken("malformed-url") from None
    if parts.scheme and parts.scheme not in ("http", "https"):
        raise _Leaves  # mailto:, data: …
    if (parts.scheme and not parts.hostname) or port == 0 or re.search(r"[\s\x00-\x1f<>\"{}|\\^`]", url):
        raise _Broken("malformed-url")
    return parts


def _normal(path: str) -> str:
    """The path of a file from the root; a folder (`…/`) is its index. Too many `..` leave the site."""
    depth = 0
    for part in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            raise _Broken("outside-site")
    normal = posixpath.normpath(path).strip("/")
    if path.endswith(("/", "/.", "/..")):
        return posixpath.join(normal, "index.html") if normal != "." else "index.html"
    return normal


def _check(path: str, fragment: str, anchors: Mapping[str, frozenset[str] | None]) -> None:
    if path not in anchors:
        path = posixpath.join(path, "index.html")  # a server leads from a folder's bare name to its index
    if path not in anchors:
        raise _Broken("missing-file")
    names = anchors[path]
    # `#top` and text fragments are the browser's own
    known = names is None or fragment in names or fragment.lower() in ("", "top") or fragment.startswith(":~:")
    if not known:
        raise _Broken("missing-fragment")
