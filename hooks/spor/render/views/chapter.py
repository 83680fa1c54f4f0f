"""A whole chapter on one page: the content of the pages that restate its parts, as it was converted for them."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from markupsafe import Markup

from spor.render.pages import VIEW, parts
from spor.render.site import SECTION_END, Site
from spor.trace.view import view

#: A tag: whatever is between its signs cannot end it, since attributes have those escaped.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>[^<>]*)>")
_ID = re.compile(r'(?<=\sid=")[^"]*')
_ADDRESS = re.compile(r'(?<=\s)(?P<name>href|src)="(?P<value>[^"]*)"')
#: Attributes that hold ids.
_IDS = re.compile(r'(?<=\s)(?P<name>aria-(?:controls|describedby|labelledby)|for|headers|id)="(?P<value>[^"]*)"')
_LEVEL = re.compile(r"h([1-5])")
#: The panel at the end of a section: here only the text is read.
_PANEL = re.compile(rf'<div class="{SECTION_END}">.*?</div>', re.DOTALL)
#: Links to their own place: they keep the address that the place has on the page of its part.
_PERMALINK = re.compile(r'\bclass="[^"]*\b(?:headerlink|spor-mark)\b')


@view(VIEW, searched=False)
def chapter(site: Site, here: str, _: list[str]) -> dict[str, Any]:
    """The parts of the chapter of the page that asks for it."""
    pages = parts(site.trace, here)
    contents = {page: site.deferred.fill_all(_PANEL.sub("", site.contents[page])) for page in pages}
    moved = move(contents, site.urls, here, _ids(site.contents.get(here, "")))
    return {"parts": [(site.trace.pages[page].title, Markup(html)) for page, html in moved.items()]}


def move(contents: Mapping[str, str], urls: Mapping[str, str], here: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """The HTML of some pages as it may stand on the page `here`, one after the other.

    Headings go down a level. An id that is `taken`, or that a page before has, is told apart by its page's name. Links
    lead where they led; those to a place on one of the pages lead to it here, but for links to their own place.
    """
    ids: dict[str, dict[str, str]] = {}
    used = set(taken)
    for page, html in contents.items():
        stem = posixpath.basename(page).removesuffix(".md")
        ids[page] = {name: name if name not in used else f"{stem}--{name}" for name in _ids(html)}
        used |= set(ids[page].values())
    roots = {page: "/" + urls[page].removeprefix("./") for page in (*contents, here)}
    places = {f"{roots[page]}#{old}": new for page, names in ids.items() for old, new in names.items()}

    def moved(page: str, html: str) -> str:
        def renamed(match: re.Match[str]) -> str:
            names = " ".join(ids[page].get(name, name) for name in match["value"].split())
            return f'{match["name"]}="{names}"'

        def address(match: re.Match[str]) -> str:
            written = urlsplit(unescape(match["value"]))
            if written.scheme or written.netloc:
                return match[0]
            path = urljoin(roots[page], written.path)
            own = _PERMALINK.search(match.string)
            local = None if own else places.get(f"{path}#{written.fragment}")
            up = "../" * roots[here].count("/", 1)
            elsewhere = urlunsplit(("", "", up + path.removeprefix("/") or "./", written.query, written.fragment))
            return f'{match["name"]}="{escape(f"#{local}" if local else elsewhere)}"'

        def tag(match: re.Match[str]) -> str:
            level = _LEVEL.fullmatch(match["name"])
            name = f"h{int(level[1]) + 1}" if level else match["name"]
            attributes = match["attributes"]
            if "=" in attributes:
                attributes = _ADDRESS.sub(address, _IDS.sub(renamed, attributes))
            return f"<{match['end']}{name}{attributes}>"

        return _TAG.sub(tag, html)

    return {page: moved(page, html) for page, html in contents.items()}


def _ids(html: str) -> list[str]:
    return [name for tag in _TAG.finditer(html) for name in _ID.findall(tag["attributes"])]
