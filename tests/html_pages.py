"""Reads a built site for the tests."""

from __future__ import annotations

import csv
import json
import posixpath
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree, html

#: Where the sites of the tests are served, the real one and the tiny one.
BASE = "https://handlingsrom.example/"


@cache
def document(file: Path) -> etree._Element:
    """The parsed page."""
    return html.document_fromstring(file.read_text("utf-8"))


def page_file(site: Path, page: str) -> Path:
    """The built file of a page (`funn/x.md`) of the site."""
    stem = page.removesuffix(".md")
    return site / "index.html" if stem == "index" else site / stem.removesuffix("/index") / "index.html"


def target(site: Path, file: Path, href: str) -> tuple[Path, str] | None:
    """The file and the fragment that a link on a page leads to; None for one that leaves the site."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return file, unquote(parts.fragment)
    here = file.relative_to(site).parent.as_posix()
    path = posixpath.normpath(posixpath.join(here, unquote(parts.path)))
    found = site / path
    return (found / "index.html" if found.is_dir() or parts.path.endswith("/") else found), unquote(parts.fragment)


def file_of(site: Path, url: str) -> Path:
    """The built file that a URL of the site leads to: an absolute one, or one relative to the site's root."""
    path = site / unquote(urldefrag(urljoin(BASE, url)).url.removeprefix(BASE))
    return path / "index.html" if path.is_dir() else path


@cache
def ids(file: Path) -> Counter[str]:
    """Every id of a page, in order, and how often it stands there."""
    return Counter(map(str, document(file).xpath("//@id")))


def links(site: Path, file: Path, within: etree._Element | None = None) -> set[tuple[Path, str]]:
    """Where the links of a page, or of an element of it, lead to within the site."""
    root = document(file) if within is None else within
    hrefs = root.xpath(".//a/@href | .//a/@*[name()='xlink:href']")
    found = (target(site, file, href) for href in hrefs)
    return {place for place in found if place}


def read_json(path: Path) -> Any:
    """What a file of JSON holds."""
    return json.loads(path.read_text("utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a file of CSV, by the names of their columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
