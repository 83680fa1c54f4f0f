"""The languages that a page must mark: that of a work, and those of foreign terms in the text (WCAG 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from spor.trace.trace import Entity, Trace

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
    language = _language(source)
    return Markup(f' lang="{language}"' if language else "")


def _language(source: Entity) -> str:
    return _LANGUAGES.get(str(source.fields.get("langid", "")).lower(), "")


@dataclass(frozen=True)
class Foreign:
    """Terms of other languages, by language as BCP 47 (`{"en": ["top-down"]}`), in small letters or large."""

    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the terms, each by itself: `top-down` in `top-down-perspektivet` is Norwegian by now."""
        longest_first = sorted({term.lower() for term in self._languages}, key=lambda term: (-len(term), term))
        return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?![\w-])")

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return {term.casefold(): language for language, terms in self.terms.items() for term in terms}

    def language(self, term: str) -> str:
        """The language of a term that the pattern has found."""
        return self._languages[term.casefold()]

    def mark(self, text: str) -> Markup:
        """A text as HTML, its foreign terms marked; a Markup is taken as it is, and holds no attributes."""
        if not self.terms:
            return escape(text)
        return Markup(
            self.pattern.sub(lambda match: f'<span lang="{self.language(match[0])}">{match[0]}</span>', escape(text))
        )


def foreign_in(trace: Trace, declared: Mapping[str, Sequence[str]]) -> Foreign:
    """The terms that a project has declared and, in a translation, the titles of works.

    A title of a single word is left out: it could be any word of the text.
    """
    terms = {language: list(words) for language, words in declared.items()}
    for source in trace.of_role("source") if trace.translation else ():
        language = _language(source)
        if language and " " in source.title:
            terms.setdefault(language, []).append(source.title)
    return Foreign(terms)
