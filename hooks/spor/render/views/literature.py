"""The works, and under each: which page of it is cited, where, and in which sentence."""

from __future__ import annotations

import re

from markupsafe import Markup

from spor.render.backlinks import backlinks, by_place, place_of, sentence
from spor.render.groups import grouped
from spor.render.languages import language_attribute
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.trace import Entity
from spor.trace.view import view


@view("literature")
def literature(site: Site, here: str, _: list[str]) -> Markup:
    """The works in the order of the list of references."""

    def listed() -> str:
        order = {key: place for place, key in enumerate(site.formatted().entries)}
        sources = sorted(site.trace.of_role("source"), key=lambda source: order[source.id])
        context = {"backlinks": backlinks, "language_attribute": language_attribute, "address": address, "cited": cited}
        return render("literature.html", site=site, here=here, sources=sources, **context)

    return site.deferred.put(listed)


def address(source: Entity) -> tuple[str, str]:
    """Where a work can be read, and what that is called (`doi` or `url`); empty where the bibliography names nothing.

    A DOI comes first: it stays where an address may move.
    """
    if doi := str(source.fields.get("doi", "")):
        return "doi", f"https://doi.org/{doi}"
    return ("url", str(source.fields["url"])) if source.fields.get("url") else ("", "")


def cited(site: Site, source: Entity, here: str) -> list[tuple[str, tuple[Markup, ...], tuple[Markup, ...]]]:
    """The pages of a work that are cited, in their order (empty: none is named), each with the places that cite it.

    Those in the sections, which restate the thesis, come first; after them, by themselves, all others. Each place is
    there once, with the sentences that cite there.
    """
    by_page = grouped((mention.locator, mention) for mention in site.trace.mentioned.get(source.id, ()))

    def places(locator: str, in_thesis: bool) -> tuple[Markup, ...]:
        mentions = (mention for mention in by_page[locator] if bool(mention.section) == in_thesis)
        return tuple(
            Markup(" ").join([place_of(site, group[0], here), *filter(None, (sentence(site, m, here) for m in group))])
            for group in by_place(mentions)
        )

    return [(locator, places(locator, True), places(locator, False)) for locator in sorted(by_page, key=_page)]


def _page(locator: str) -> tuple[int, str]:
    """A key that sorts locators by their first number; those without any come last."""
    found = re.search(r"\d+", locator)
    return (int(found[0]) if found else 1 << 30, locator)
