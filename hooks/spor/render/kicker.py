"""What kind of thing an entity is, in the words that a reader sees."""

from __future__ import annotations

import posixpath

from markupsafe import Markup

from spor.render.chapters import minutes, number_of, whole_chapters
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Entity


def main_entity(site: Site, page: str) -> Entity | None:
    """The entity that a page is about: its own, or the section whose heading is the page's; None if there is none."""
    source = site.trace.pages.get(page)
    if source is None:
        return None
    if source.owner:
        return site.trace.entities[source.owner]
    sections = (entity for entity in site.trace.of_kind("section") if entity.page == page)
    return next((e for e in sections if source.title == f"{e.fields.get('number', '')} {e.title}"), None)


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
