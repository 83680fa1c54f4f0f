"""What a page says of its other languages: where it stands in them, who answers for it, what it is in the original."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Entity


@dataclass(frozen=True)
class Elsewhere:
    """A page in another language: its code, what that calls itself, and the relative URL."""

    language: str
    name: str
    href: str


def elsewhere(site: Site, page: str) -> tuple[Elsewhere, ...]:
    """A page in each of the other languages."""
    url = site.urls[page].removeprefix("./")
    start = site.up(page) or "./"
    return tuple(
        Elsewhere(other.language, other.name, f"{start}{site.editions.path_to(other)}{url}")
        for other in site.editions.others
    )


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
