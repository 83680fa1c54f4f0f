"""The book as EPUB 3: a page for each chapter that begins on a new one, and what leads to these."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree
from lxml.html import HtmlElement
from markdown.extensions.toc import nest_toc_tokens
from markupsafe import Markup

from spor.publish.book.compose import Document, Section
from spor.publish.exports.export import packed
from spor.publish.html import HEADINGS

_THEME = Path(__file__).parent / "theme" / "epub"
_TEMPLATES = Environment(loader=FileSystemLoader(_THEME), autoescape=True, trim_blocks=True, undefined=StrictUndefined)
_EPUB = "http://www.idpf.org/2007/ops"
etree.register_namespace("epub", _EPUB)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: The images that Typst and EPUB both know, by what their names end in.
IMAGES = {f".{name}": f"image/{name}" for name in ("gif", "jpeg", "png", "webp")}
IMAGES |= {".jpg": "image/jpeg", ".svg": "image/svg+xml"}
#: How deep the table of contents is.
_DEPTH = 3
#: The first file of the archive tells what it is, and is not compressed.
_KIND = "mimetype"


def make_epub(document: Document, edition: Mapping[str, str], cover: bytes) -> bytes:
    """The book as EPUB; `edition` is what it says of itself, and `cover` a PNG.

    Changes the links and images of the document on the way.
    """
    pages = {f"page-{number:03}.xhtml": sections for number, sections in enumerate(_pages(document), 1)}
    images = {name: f"image-{number}{Path(name).suffix.lower()}" for number, name in enumerate(document.images, 1)}
    homes = {name: page for page, sections in pages.items() for s in sections for name in s.root.xpath(".//@id")}
    identifier = uuid5(NAMESPACE_URL, edition["address"] + edition["title"]).urn
    about = {"edition": edition, "identifier": identifier, "entries": _contents(pages)}
    cover_body = Markup('<p class="book-cover"><img src="cover.png" alt="{}"/></p>').format(edition["full_title"])
    package = _fill("content.opf", pages=list(pages), images=images.values(), types=IMAGES, **about)
    files = {
        _KIND: b"application/epub+zip",
        "META-INF/container.xml": _fill("container.xml").encode(),
        "EPUB/content.opf": package.encode(),
        "EPUB/toc.ncx": _fill("toc.ncx", **about).encode(),
        "EPUB/style.css": (_THEME / "style.css").read_bytes(),
        "EPUB/cover.png": cover,
        "EPUB/cover.xhtml": _page(edition, edition["full_title"], cover_body),
        "EPUB/nav.xhtml": _page(edition, edition["contents"], _fill("nav.xhtml", **about)),
        **{f"EPUB/{images[name]}": content for name, content in document.images.items()},
    }
    for page, sections in pages.items():
        body = Markup("\n").join(_body(section.root, page, homes, images) for section in sections)
        files[f"EPUB/{page}"] = _page(edition, sections[0].chapter.title, body)
    return packed(files, plain={_KIND})


def _pages(document: Document) -> list[list[Section]]:
    """The sections by the page that they stand on."""
    pages: list[list[Section]] = []
    for section in document.sections:
        if not pages or (section.chapter.begins and section.chapter.level <= 2):
            pages.append([])
        pages[-1].append(section)
    return pages


def _contents(pages: Mapping[str, list[Section]]) -> list[Any]:
    """The table of contents, as Python-Markdown nests it: the headings that are listed, below the last higher one."""
    inner = ((page, section.root) for page, sections in pages.items() for section in sections)
    headings = ((page, heading) for page, root in inner for heading in root.iter(*HEADINGS))
    tokens: list[Any] = [
        {"level": int(node.tag[1]), "id": node.get("id"), "name": " ".join(node.text_content().split()), "page": page}
        for page, node in headings
        if int(node.tag[1]) <= _DEPTH and "unlisted" not in node.classes
    ]
    return nest_toc_tokens(tokens)


def _body(root: HtmlElement, page: str, homes: Mapping[str, str], images: Mapping[str, str]) -> Markup:
    """The XHTML of a chapter, with its links and images as they are called in the archive."""
    for node in root.iterdescendants():
        href = node.get("href", "")
        if href.startswith("#") and homes[href[1:]] != page:
            node.set("href", homes[href[1:]] + href)
        if node.tag == "img":
            node.set("src", images[node.get("src")])
        if "lang" in node.attrib:
            node.set(_LANG, node.get("lang"))
        if (role := node.get("role", "")).startswith("doc-"):  # readers show a footnote where its number is touched
            node.set(f"{{{_EPUB}}}type", role.removeprefix("doc-"))
    root.tag = "section"
    return Markup(etree.tostring(root, encoding="unicode", with_tail=False))


def _page(edition: Mapping[str, str], title: str, body: Markup) -> bytes:
    return _fill("page.xhtml", edition=edition, title=title, body=body).encode()


def _fill(template: str, **about: Any) -> Markup:
    return Markup(_TEMPLATES.get_template(template).render(about))
