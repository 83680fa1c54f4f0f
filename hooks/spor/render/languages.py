"""What a language asks of a page: which edition it is of, that foreign words are marked, and what no line may part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from babel import Locale as Languages
from markupsafe import Markup, escape

from spor.locale import Locale, any_of
from spor.trace.trace import Entity, Trace

#: Names of languages, as BCP 47: in English, as most are in BibLaTeX, and those that it has otherwise.
_LANGUAGES: dict[str, str] = {name.lower(): code.replace("_", "-") for code, name in Languages("en").languages.items()}
_LANGUAGES |= {
    "norwegian": "nb",
    "norsk": "nb",
    "nynorsk": "nn",
    "british": "en-GB",
    "american": "en-US",
    "ngerman": "de",
}
#: Text between tags; and elements whose text stays as it is, and tags.
_TEXT = re.compile(
    r"<(?P<name>code|pre|option|script|style|svg|textarea)\b[^>]*(?<!/)>.*?</(?P=name)>|<[^>]*>|(?P<text>[^<]+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Edition:
    """The site in one language: its code (`en`), what it calls itself, and its path below the root of the whole site.

    `path` is empty, or ends in `/`. `spoken` is the language with its country (`en-GB`); empty where none is told.
    """

    language: str
    name: str
    path: str
    spoken: str = ""


@dataclass(frozen=True)
class Editions:
    """All editions of a site, that of the original first, and the one that is built."""

    all: tuple[Edition, ...] = ()
    own: str = ""

    @property
    def path(self) -> str:
        """Where our edition begins."""
        return next((edition.path for edition in self.all if edition.language == self.own), "")

    @property
    def others(self) -> tuple[Edition, ...]:
        """The editions in other languages."""
        return tuple(edition for edition in self.all if edition.language != self.own)

    def path_to(self, edition: Edition) -> str:
        """The relative URL from where our edition begins to where another one does."""
        return "../" * self.path.count("/") + edition.path


def editions(declared: Mapping[str, Mapping[str, str]], language: str) -> Editions:
    """The editions that a project declares under `languages`; `language` (BCP 47) is that of our own."""
    found = (Edition(code, one["name"], one.get("path", ""), one.get("language", "")) for code, one in declared.items())
    return Editions(tuple(found), language.split("-")[0])


def language_of(source: Entity) -> str:
    """The language of a work, as BCP 47, from its `langid`; empty where that is unknown."""
    return _LANGUAGES.get(str(source.fields.get("langid", "")).lower(), "")


@dataclass(frozen=True)
class Foreign:
    """Terms of other languages, by language as BCP 47 (`{"en": ["top-down"]}`), in small letters or large."""

    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the terms, each by itself: `top-down` in `top-down-perspektivet` is Norwegian by now."""
        return re.compile(rf"(?i)(?<![\w-]){any_of(map(str.lower, self._languages))}(?![\w-])")

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
        language = language_of(source)
        if language and " " in source.title:
            terms.setdefault(language, []).append(source.title)
    return Foreign(terms)


def unbroken(html: str, locale: Locale) -> str:
    """HTML in which `s. 257`, `15. mars` and `vedlegg 7` hold together, and words such as `Nav-kontor` stay whole."""
    words, months = any_of(locale.before_number), any_of(locale.months())
    spaces = re.compile(
        rf"(?<![\w.])({words}) (?=[\d§])|(?<=\d[.]) (?={months}\b)|(?<=\d) (?={months}\b)|(?<=§) (?=\d)", re.I
    )
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(locale.whole) or '(?!)'})")

    def held(match: re.Match[str]) -> str:
        text = spaces.sub(lambda space: f"{space[1] or ''}\u00a0", match["text"] or "")
        return whole.sub(r'<span class="spor-whole">\g<0></span>', text) if text else match[0]

    return _TEXT.sub(held, html)
