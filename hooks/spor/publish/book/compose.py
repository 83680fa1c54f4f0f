"""The pages of a site as one book: chapters at the book's levels, with ids of their own, whose links stay within it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from lxml.html import HtmlElement
from lxml.html.builder import E

from spor.publish.book.clean import Rules, clean
from spor.publish.html import HEADINGS

#: The deepest level that HTML has.
_DEEPEST = 6
_NO_NAME = re.compile(r"[^\w.-]")
#: Stands for the site's address while links are resolved.
_ROOT = "https://site.invalid/"
#: How the address of a link may begin.
_KNOWN = ("#", "http://", "https://", "mailto:")
#: The space between an abbreviation and its number (`s. 12`), where no line may end.
_UNBROKEN = re.compile(r"(?<=\b[^\W\d_]\.) (?=\d)|(?<=\b[^\W\d_]{2}\.) (?=\d)")


@dataclass(frozen=True)
class Chapter:
    """A page at its place in the book, or a heading without a page, where `url` is None.

    `level` counts from 1; `title` is what the navigation calls it; `url` is relative to the site's root; `listed` are
    the ids of the headings within the page that stand in the table of contents beside its own; `begins`: the chapter
    begins on a new page.
    """

    level: int
    title: str
    url: str | None = None
    html: str = ""
    listed: tuple[str, ...] = ()
    begins: bool = True


@dataclass(frozen=True)
class Section:
    """A chapter at its place: its content, and the id of its heading."""

    chapter: Chapter
    identifier: str
    root: HtmlElement


@dataclass(frozen=True)
class Document:
    """The chapters of a book, and the images that these show, by the names of their files."""

    sections: tuple[Section, ...]
    images: Mapping[str, bytes]


def compose(chapters: Sequence[Chapter], rules: Rules, pictures: Mapping[str, bytes], site_url: str) -> Document:
    """The chapters as one document; `pictures` are the site's images by their path below its root.

    A link to what is not in the book leads to the site at `site_url`; where that is empty, it becomes plain text. An
    image that is not at hand becomes its words.
    """
    sections: list[Section] = []
    targets: dict[str, str] = {}
    images = dict(pictures)
    for number, chapter in enumerate(chapters, 1):
        root, drawings = clean(chapter.html, rules)
        targets |= _place(chapter, f"k{number}", root)
        sections.append(Section(chapter, f"k{number}", root))
        images |= {name: drawing.encode() for name, drawing in drawings.items()}
    used = {_link(link, targets, site_url) for section in sections for link in section.root.iter("a")}
    for section in sections:
        for node in list(section.root.iterdescendants()):
            _finish(node, used, images)
    sources = {image.get("src") for section in sections for image in section.root.iter("img")}
    return Document(tuple(sections), {name: image for name, image in images.items() if name in sources})


def _place(chapter: Chapter, identifier: str, root: HtmlElement) -> dict[str, str]:
    """Makes the clean content of a chapter ready to stand anywhere; `identifier` makes the ids unique.

    Returns the ids in the book of the places on the page, by their addresses under `_ROOT`; so are its links.
    """
    address = identifier if chapter.url is None else _ROOT + chapter.url  # no link leads to no page
    if root.find(".//h1") is None:
        heading = E.h1(chapter.title)
        heading.tail, root.text = root.text, None
        root.insert(0, heading)
    root.make_links_absolute(address)
    targets: dict[str, str] = {}
    level, last = 0, ""
    for node in list(root.iterdescendants()):
        name = node.get("id", "")
        own = node.tag == "h1" and address not in targets
        if name or own:
            # Letters, digits, `-`, `_` and `.` only, as an EPUB wants it.
            targets[f"{address}#{name}"] = identifier if own else f"{identifier}-{_NO_NAME.sub('-', name)}"
            node.set("id", targets[f"{address}#{name}"])
        if own:
            targets[address] = identifier
        if node.tag in HEADINGS:
            if not own and name not in chapter.listed:
                node.set("class", "unlisted")
            # None leaves a level out, and none is deeper than HTML has.
            wanted = chapter.level + int(node.tag[1]) - 1
            level = min(wanted, level + 1 if level else chapter.level, _DEEPEST)
            node.tag, last = f"h{level}", node.text_content()
        elif node.tag == "caption" and node.text_content() == last:  # the heading above says it already
            node.drop_tree()
    return targets


def _link(link: HtmlElement, targets: Mapping[str, str], site_url: str) -> str:
    """Turns a link inwards, and returns its new address. A place that is not in the book gives way to its page."""
    address = unquote(link.get("href", ""))
    page = urldefrag(address).url.removesuffix("index.html")
    found = targets.get(address) or targets.get(page)
    href = f"#{found}" if found else link.get("href", "")
    if href.startswith(_ROOT) and site_url:
        href = site_url + href.removeprefix(_ROOT)
    link.set("href", href if href.startswith(_KNOWN) and not href.startswith(_ROOT) else "")
    return href


def _finish(node: HtmlElement, used: set[str], images: Mapping[str, bytes]) -> None:
    """Takes out links that lead nowhere, ids that no link leads to and images that are not at hand."""
    if ". " in (node.text or ""):
        node.text = _UNBROKEN.sub("\u00a0", node.text)
    if ". " in (node.tail or ""):
        node.tail = _UNBROKEN.sub("\u00a0", node.tail)
    listed = node.tag in HEADINGS and "unlisted" not in node.classes
    if not listed and f"#{node.get('id')}" not in used:
        node.attrib.pop("id", None)
    if node.tag == "img":
        node.set("src", unquote(node.get("src", "")).removeprefix(_ROOT))
        if node.get("src") not in images:
            node.tag, node.text = "span", node.get("alt", "")
            node.attrib.clear()
    elif node.tag == "a" and not node.get("href"):
        node.attrib.pop("href", None)
        node.tag = "span"
