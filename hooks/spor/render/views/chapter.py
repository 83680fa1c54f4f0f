"""A whole chapter on one page: the content of the pages that restate its parts, as it was converted for them."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement, fragment_fromstring, tostring
from markupsafe import Markup

from spor.render.pages import VIEW, parts
from spor.render.site import SECTION_END, Site
from spor.trace.view import view

#: Attributes that hold ids.
_IDS = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "headers", "id")
#: The panel at the end of a section: here only the text is read.
_PANEL = re.compile(rf'<div class="{SECTION_END}">.*?</div>', re.DOTALL)
#: Links to their own place: they keep the address that the place has on the page of its part.
_PERMALINKS = {"headerlink", "spor-mark"}


@view(VIEW, searched=False)
def chapter(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The parts of the chapter of the page that asks for it."""
    pages = parts(site.trace, here)
    contents = {page: site.deferred.fill(_PANEL.sub("", site.contents[page])) for page in pages}
    moved = move(contents, site.urls, here, _parsed(site.contents.get(here, "")).xpath("//@id"))
    return {"parts": [(site.trace.pages[page].title, Markup(html)) for page, html in moved.items()]}


def move(contents: Mapping[str, str], urls: Mapping[str, str], here: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """The HTML of some pages as it may stand on the page `here`, one after the other.

    Headings go down a level. An id that is `taken`, or that a page before has, is told apart by its page's name. Links
    lead where they led; those to a place on one of the pages lead to it here, but for links to their own place.
    """
    trees = {page: _parsed(html) for page, html in contents.items()}
    roots = {page: "/" + urls[page].removeprefix("./") for page in (*contents, here)}
    up = "../" * roots[here].count("/", 1)
    places: dict[str, str] = {}
    used = set(taken)
    for page, tree in trees.items():
        stem = posixpath.basename(page).removesuffix(".md")
        names = {name: f"{stem}--{name}" if name in used else name for name in tree.xpath("//@id")}
        used |= {*names.values()}
        places |= {f"{roots[page]}#{old}": new for old, new in names.items()}
        for written in tree.xpath("//@*"):
            if written.attrname in _IDS:
                moved = " ".join(names.get(name, name) for name in written.split())
                written.getparent().set(written.attrname, moved)
        for heading in [*tree.iter("h1", "h2", "h3", "h4", "h5")]:
            heading.tag = f"h{int(heading.tag[1]) + 1}"
    for page, tree in trees.items():
        for written in tree.xpath("//@href | //@src"):
            node, address = written.getparent(), urljoin(roots[page], written)
            local = None if _PERMALINKS & {*node.classes} else places.get(address)
            if not any(urlsplit(address)[:2]):  # it stays on the site
                node.set(written.attrname, f"#{local}" if local else up + address.removeprefix("/") or "./")
    return {page: tostring(tree, encoding="unicode")[len("<div>") : -len("</div>")] for page, tree in trees.items()}


def _parsed(html: str) -> HtmlElement:
    """A `div` with some HTML in it."""
    return fragment_fromstring(html, create_parent="div")
