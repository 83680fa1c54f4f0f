"""What a page is: of which chapter and how long to read, about which entity, and where it is in other languages."""

import math
import posixpath
from collections.abc import Iterable

from markupsafe import Markup

from spor.render.languages import Edition
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.block import words
from spor.trace.trace import Entity, Trace

#: Words that a reader reads in a minute; a common estimate for prose that one studies (Carver 1990 has 200 for it).
_A_MINUTE = 200
#: The view by which a page shows its whole chapter.
VIEW = "chapter"


def number_of(trace: Trace, page: str) -> str:
    """The number of the chapter that a page restates a section of; empty for any other page."""
    numbers = (section.fields["number"] for section in trace.of_kind("section") if section.page == page)
    return str(next(iter(numbers), "")).partition(".")[0]


def parts(trace: Trace, page: str) -> tuple[str, ...]:
    """The other pages of a page's chapter, in the order of the thesis."""
    chapter = number_of(trace, page)
    of_it = (s for s in trace.of_kind("section") if chapter and str(s.fields["number"]).partition(".")[0] == chapter)
    return tuple(other for other in dict.fromkeys(section.page for section in of_it) if other not in ("", page))


def whole_chapters(trace: Trace) -> dict[str, tuple[str, ...]]:
    """The pages that show a whole chapter, each with the pages of its parts."""
    return {asked.page: parts(trace, asked.page) for asked in trace.views if asked.words == (VIEW,)}


def minutes(site: Site, page: str) -> int:
    """How long a page takes to read, with the parts of the chapter that it shows."""
    pages: Iterable[str] = (page, *whole_chapters(site.trace).get(page, ()))
    return max(1, math.ceil(sum(words(site.trace.pages[other].blocks) for other in pages) / _A_MINUTE))


def main_entity(site: Site, page: str) -> Entity | None:
    """The entity that a page is about: its own, or the section whose heading is the page's; None if there is none."""
    title = site.trace.pages[page].title if page in site.trace.pages else ""
    sections = (entity for entity in site.trace.of_kind("section") if entity.page == page)
    headed = (e for e in sections if title == f"{e.fields.get('number', '')} {e.title}")
    return site.owner(page) or next(headed, None)


def kicker(site: Site, page: str) -> Markup:
    """The line over a page's heading that tells its kind, with a link to the list of its folder; else nothing."""
    entity = main_entity(site, page)
    if entity is None:
        return Markup("")
    index = posixpath.join(posixpath.dirname(page), "index.md")
    listed = site.href(page, index) if index in site.urls and index != page else ""
    kind, detail = site.label("kinds", entity.kind), site.detail(entity)
    if page in site.chapters:
        form = "whole" if page in whole_chapters(site.trace) else "chapter"
        kind = site.label("block", form).format(number=number_of(site.trace, page))
        detail = site.locale.counted(minutes(site, page), "minute")
    return render("kicker.html", css=site.css(entity), kind=kind, listed=listed, detail=detail)


def elsewhere(site: Site, page: str) -> list[tuple[Edition, str]]:
    """The other languages of the site, each with the relative URL of a page in it."""
    start, url = site.up(page) or "./", site.urls[page].removeprefix("./")
    return [(other, f"{start}{site.editions.path_to(other)}{url}") for other in site.editions.others]


def translated_note(site: Site, here: str, about: str) -> Markup:
    """Who answers for the translation, with a link to where that is told (`om.md#oversettelsen`); else nothing."""
    if site.trace.translation is None:
        return Markup("")
    page, _, anchor = about.partition("#")
    href = site.href(here, page, anchor) if page in site.urls else ""
    return render("translated.html", site=site, href=href)


def original_title(site: Site, entity: Entity) -> Markup:
    """What a question is in the thesis' own words; nothing where the site has them."""
    translation = site.trace.translation
    original = translation.original.entities.get(entity.id) if translation else None
    return render("original.html", site=site, title=original.title) if original else Markup("")
