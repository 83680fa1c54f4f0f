"""Why a link stands, and how the thesis puts a claim, in words that a reader sees."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from spor.render.site import Site
from spor.trace.trace import Entity
from spor.trace.warrant import Warrant


def reason(site: Site, here: str, warrant: Warrant) -> Markup:
    """The words of the thesis with their section, which leads there; or the editors' reason, under their name."""
    if warrant.reason:
        words = site.label("editors", "name")
        return Markup('<span class="spor-why spor-why--editors"><b>{}</b>: {}</span>').format(words, warrant.reason)
    if warrant.words:
        place = site.trace.entities.get(warrant.section)
        quotes, language = site.locale.quotes, site.quotation_language
        return Markup('<span class="spor-why">{} {}<q{}>{}</q>{}{}</span>').format(
            site.link(here, place, site.short(place)) if place else warrant.section,
            quotes[0],
            language,
            site.foreign.mark(warrant.words),
            quotes[1],
            gloss(site, warrant.words),
        )
    return Markup("")


def plain(site: Site, warrant: Warrant) -> str:
    """The same as plain text, in the language of the site where it is told: `§6.2.1 «oppdraget som er gitt»`."""
    if warrant.reason:
        return f"{site.label('editors', 'name')}: {warrant.reason}"
    words = site.gloss(warrant.words) or warrant.words
    return f"{warrant.section} {site.locale.quoted(words)}" if words else ""


def gloss(site: Site, words: str, marks: str = "()") -> Markup:
    """What quoted words say in the language of the site, after them; nothing where that is their own, or not told.

    In running text, where a reference stands in parentheses, the `marks` around them are others.
    """
    meaning = site.gloss(words)
    if not meaning:
        return Markup("")
    return Markup('<span class="spor-gloss"> {}{}{}</span>').format(marks[0], site.locale.quoted(meaning), marks[1])


def voice(site: Site, claim: Entity) -> str:
    """Who says a claim and how, in words: `Forfatteren tolker`; empty where it is not said."""
    said: Mapping[str, Any] = claim.fields.get("said") or {}
    if not said:
        return ""
    own = said["by"] in ("author", "source")
    one = not own and (claim.fields.get("reach") or {}).get("of") == "one"
    return site.label("said", "one" if one else said["by"], said["as"])


def warrants_of(claim: Entity) -> dict[str, Warrant]:
    """The warrants of how a claim is put: of `said`, `reach` and `reservation`, as far as they are there."""
    parts = {name: claim.fields.get(name) for name in ("said", "reach", "reservation")}
    return {name: part["words"] for name, part in parts.items() if part}
