"""A page as a chapter: headings at the book's levels, ids that are unique in it, links told from the site's root."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from spor.publish.book.trees import HEADINGS, E, HtmlElement, text_of

#: The deepest level that HTML has.
_DEEPEST = 6
_NO_NAME = re.compile(r"[^\w.-]")
#: Stands for the site's address while links are resolved.
ROOT = "https://site.invalid/"


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


def place(chapter: Chapter, identifier: str, root: HtmlElement) -> dict[str, str]:
    """Makes the clean content of a chapter ready to stand anywhere; `identifier` makes the ids unique.

    Returns the ids in the book of the places on the page, by their addresses under :data:`ROOT`; so are its links.
    """
    address = identifier if chapter.url is None else ROOT + chapter.url  # no link leads to no page
    if root.find(".//h1") is None:
        heading = E.h1(chapter.title)
        heading.tail, root.text = root.text, None
        root.insert(0, heading)
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
        for attribute in ("href", "src"):
            if attribute in node.attrib:
                node.set(attribute, urljoin(address, node.get(attribute)))
        if node.tag in HEADINGS:
            if not own and name not in chapter.listed:
                node.set("class", "unlisted")
            # None leaves a level out, and none is deeper than HTML has.
            wanted = chapter.level + int(node.tag[1]) - 1
            level = min(wanted, level + 1 if level else chapter.level, _DEEPEST)
            node.tag, last = f"h{level}", text_of(node)
        elif node.tag == "caption" and text_of(node) == last:  # the heading above says it already
            node.drop_tree()
    return targets
