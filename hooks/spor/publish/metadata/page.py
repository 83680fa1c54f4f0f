"""All that a page says of itself, as the theme asks for it (`render/theme/main.html`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spor.publish.exports.export import Export
from spor.publish.metadata.citing import citing, paragraph_menu
from spor.publish.metadata.head import head
from spor.publish.publication import Publication
from spor.publish.summary import shorten, summary
from spor.render.pages import elsewhere, translated_note

#: What search engines show of a description.
_DESCRIPTION = 200


def page_metadata(
    publication: Publication,
    files: tuple[Export, ...],
    page: str,
    title: str,
    written: str,
    content: str,
    settings: Mapping[str, Any],
) -> tuple[str, dict[str, Any]]:
    """What `page` is about, in words, and all else that it says of itself, by the names that the theme has for it.

    `files` are the exports, with the one that holds them all; `title` is the navigation's, `written` the description
    that its writer gave, if any; `content` is its HTML, and `settings` are `extra.spor`.
    """
    site, known = publication.site, publication.site.trace.pages.get(page)
    title = known.title if known else title
    about = written or shorten(summary(content), _DESCRIPTION, site.locale.capitals)
    return about, {
        "spor_head": head(publication, page, title, about or publication.description, files),
        "spor_citing": citing(publication, page, title)
        + paragraph_menu(publication, page, title, settings.get("report", {})),
        "spor_editions": elsewhere(site, page),
        "spor_translated": translated_note(site, page, settings.get("translates", {}).get("about", "")),
    }
