"""All that a page says of itself, as the theme asks for it (`render/theme/main.html`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from spor.publish.exports.export import Export
from spor.publish.metadata.citing import citing, paragraph_menu
from spor.publish.metadata.head import head
from spor.publish.publication import Publication
from spor.publish.summary import shorten, summary
from spor.render.translated import Elsewhere, elsewhere, translated_note

#: What search engines show of a description.
_DESCRIPTION = 200


@dataclass(frozen=True)
class PageMetadata:
    """What a page is about, in words; its `head`; how to cite it, where else it stands, who answers for its words."""

    description: str
    head: Markup
    citing: Markup
    editions: tuple[Elsewhere, ...]
    translated: Markup

    def context(self) -> dict[str, Any]:
        """The parts by the names under which the theme has them."""
        names = ("head", "citing", "editions", "translated")
        return {f"spor_{name}": getattr(self, name) for name in names}


def page_metadata(
    publication: Publication,
    planned: tuple[Export, ...],
    page: str,
    title: str,
    written: str,
    content: str,
    settings: Mapping[str, Any],
) -> PageMetadata:
    """The metadata of `page`; `title` is the navigation's, `written` the description that its writer gave, if any.

    `content` is its HTML, `settings` are `extra.spor`.
    """
    site, known = publication.site, publication.site.trace.pages.get(page)
    title = known.title if known else title
    about = written or shorten(summary(content), _DESCRIPTION, site.locale.capitals)
    return PageMetadata(
        about,
        head(publication, page, title, about or publication.description, planned),
        citing(publication, page, title)
        + paragraph_menu(publication, page, title, publication.edition.words(site.locale), settings.get("report", {})),
        elsewhere(site, page),
        translated_note(site, page, settings.get("translates", {}).get("about", "")),
    )
