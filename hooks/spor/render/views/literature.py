"""The works, and under each: which page of it is cited, where, and in which sentence."""

from __future__ import annotations

import re
from collections.abc import Collection

from markupsafe import Markup

from spor.render.backlinks import backlinks, by_place, sentence
from spor.render.groups import grouped
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Entity, Mention
from spor.trace.view import view


@view("literature")
def literature(site: Site, here: str, _: list[str]) -> Markup:
    """The works in the order of the list of references."""

    def listed() -> str:
        order = list(site.formatted().entries)
        sources = sorted(site.trace.of_role("source"), key=lambda source: order.index(source.id))
        context = {"backlinks": backlinks, "sentence": sentence, "cited": cited}
        return render("literature.html", site=site, here=here, sources=sources, **context)

    return site.deferred.put(listed)


def cited(site: Site, source: Entity) -> list[tuple[str, Collection[list[Mention]], Collection[list[Mention]]]]:
    """The pages of a work that are cited, in their order (empty: none is named), each with the mentions by place.

    Those in the sections, which restate the thesis, come first; after them, by themselves, all others.
    """
    by_page = grouped((mention.locator, mention) for mention in site.trace.mentioned.get(source.id, ()))

    def places(locator: str, in_thesis: bool) -> Collection[list[Mention]]:
        return by_place(mention for mention in by_page[locator] if bool(mention.section) == in_thesis)

    return [(locator, places(locator, True), places(locator, False)) for locator in sorted(by_page, key=_page)]


def _page(locator: str) -> tuple[int, str]:
    """A key that sorts locators by their first number; those without any come last."""
    found = re.search(r"\d+", locator)
    return (int(found[0]) if found else 1 << 30, locator)
