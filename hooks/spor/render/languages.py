"""The languages that a page must mark: that of a work, and those of foreign terms in the text (WCAG 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from spor.trace.trace import Entity

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
    return Markup(f' lang="{language}"' if language else "")


@dataclass(frozen=True)
class Foreign:
    """Terms of other languages, by language as BCP 47 (`{"en": ["top-down"]}`), in small letters or large."""

    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> str:
        """A regular expression for each term by itself: `top-down` in `top-down-perspektivet` is Norwegian by now."""
        terms = {term.lower() for terms in self.terms.values() for term in terms}
        longest_first = sorted(terms, key=lambda term: (-len(term), term))
        return rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w-])"

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return {term.casefold(): language for language, terms in self.terms.items() for term in terms}

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _marked(self) -> dict[tuple[str, bool], Markup]:
        """The texts marked so far: a title stands in many places."""
        return {}

    def may_be_in(self, text: str) -> bool:
        """Whether any of the terms is a part of the text; quicker than the pattern, and true wherever that matches."""
        small = text.casefold()
        return any(term in small for term in self._languages)

    def language(self, term: str) -> str:
        """The language of a term that the pattern has found."""
        return self._languages[term.casefold()]

    def mark(self, text: str) -> Markup:
        """A text as HTML, its foreign terms marked; a Markup is taken as it is, and holds no elements."""
        if not self.terms:
            return escape(text)
        known = (text, isinstance(text, Markup))  # the two are equal where their letters are
        if known not in self._marked:
            marked = self._regex.sub(
                lambda match: f'<span lang="{self.language(match[0])}">{match[0]}</span>', escape(text)
            )
            self._marked[known] = Markup(marked)
        return self._marked[known]
