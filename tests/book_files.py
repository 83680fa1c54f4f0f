"""Reads the finished books for the tests."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import cache
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from pypdfium2 import PdfDocument

XHTML = "{http://www.w3.org/1999/xhtml}"


def book(site: Path, suffix: str) -> Path:
    """The one book of a built site in a form, whatever its language calls it."""
    (found,) = (site / "bok").glob(f"*{suffix}")
    return found


@cache
def pdf(site: Path) -> PdfReader:
    """The PDF of a built site."""
    return PdfReader(book(site, ".pdf"))


@cache
def pdf_pages(site: Path) -> tuple[str, ...]:
    """What each page of the PDF says."""
    return page_texts(book(site, ".pdf").read_bytes())


def page_texts(data: bytes) -> tuple[str, ...]:
    """What each page of a PDF says, line by line."""
    with PdfDocument(data) as read:
        said = [page.get_textpage().get_text_range() for page in read]
    # PDFium marks a hyphen at the end of a line
    return tuple(text.replace("\r\n", "\n").replace("\ufffe", "-") for text in said)


def pdf_text(site: Path) -> str:
    """All that the PDF says, page by page."""
    return "\n".join(pdf_pages(site))


@cache
def epub(site: Path) -> dict[str, etree._Element]:
    """The pages of the EPUB of a built site, by their names, in the order of reading."""
    with zipfile.ZipFile(book(site, ".epub")) as archive:
        package = etree.fromstring(archive.read("EPUB/content.opf"))
        files = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
        order = [files[item.get("idref")] for item in package.iter("{*}itemref")]
        return {name: etree.fromstring(archive.read(f"EPUB/{name}")) for name in order}


@cache
def epub_text(site: Path) -> str:
    """All that the EPUB says, the words of its images included."""
    pages = epub(site).values()
    return "\n".join(" ".join([*page.itertext(), *page.xpath("//@alt")]) for page in pages)


def epub_target(site: Path, page: str, href: str) -> etree._Element | None:
    """The element of the EPUB that a link on a page of it leads to; None where there is none."""
    path, _, fragment = href.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    root = epub(site).get(name)
    found = [] if root is None else root.xpath("//*[@id=$id]", id=fragment) if fragment else [root]
    return found[0] if len(found) == 1 else None


def bare(text: str) -> str:
    """A text without spaces and hyphens, which a line's end adds and takes."""
    return re.sub(r"[-\s\u00ad]", "", text)
