"""The language of a work, as the page must mark it."""

from __future__ import annotations

from markupsafe import Markup

from spor.model import Entity

#: BibLaTeX's names of languages, as BCP 47.
_LANGUAGES = {
    "norwegian": "nb",
    "norsk": "nb",
    "nynorsk": "nn",
    "danish": "da",
    "swedish": "sv",
    "english": "en",
    "british": "en-GB",
    "american": "en-US",
    "german": "de",
    "ngerman": "de",
    "french": "fr",
}


def language_attribute(source: Entity) -> Markup:
    """The attribute ` lang="…"` for a work's entry, from its `langid`; nothing where that is unknown."""
    language = _LANGUAGES.get(str(source.fields.get("langid", "")).lower())
    return Markup(' lang="{}"').format(language) if language else Markup("")
