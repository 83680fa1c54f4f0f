"""The words of a translation: as open as the original, denying what it denies, with the one term for each concept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from spor.check.translation import NO_PROSE, between, blocks
from spor.locale import Locale
from spor.trace.problem import Problem, problem_at
from spor.trace.rule import rule
from spor.trace.trace import Trace


@rule(
    lost_hedge="A block that leaves something open leaves it open in the translation.",
    lost_negation="A block that denies something denies it in the translation.",
)
def blocks_are_as_sure(trace: Trace) -> Iterator[Problem]:
    for told, text, original, words in blocks(trace):
        if original.kind in NO_PROSE:
            continue
        for name, of in _SIGNS.items():
            lost = _lost(original.text, words.text, told.languages, of)
            if lost:
                what = f"nothing here stands for '{lost}'"
                yield between(text, original, words, name, what)


_SIGNS: dict[str, Callable[[Locale], tuple[str, ...]]] = {
    "lost-hedge": lambda locale: locale.hedges,
    "lost-negation": lambda locale: locale.negations,
}


def _lost(original: str, words: str, languages: tuple[Locale, Locale], of: Callable[[Locale], tuple[str, ...]]) -> str:
    """The words of a sentence of the original of which the translation has none; sentence by sentence if it can be."""
    finds = [_pattern(of(locale)) for locale in languages]
    theirs, ours = (_sentences(text, each.capitals) for text, each in zip((original, words), languages, strict=True))
    if len(theirs) != len(ours):
        theirs, ours = [original], [words]
    for said, told in zip(theirs, ours, strict=True):
        found = finds[0].findall(said)
        if found and not finds[1].search(told):
            return ", ".join(found)
    return ""


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _sentences(text: str, capitals: str) -> list[str]:
    return re.split(rf"(?<=[.!?:])[)»”’]?\s+(?=[{capitals}\[(])", text)


@rule(other_term="A concept is called by its one term, in its title and wherever the original names it or links to it.")
def concepts_have_one_term(trace: Trace) -> Iterator[Problem]:
    told = trace.translation
    if told is None:
        return
    theirs, ours = told.languages
    terms = {name: _any_of((known.term, *known.also), ours) for name, known in told.terms.items()}
    named = {name: _any_of((told.original.entities[name].title,), theirs) for name in terms}
    for concept in (trace.entities[name] for name in terms):
        translated = concept.place != told.original.entities[concept.id].place
        if translated and not terms[concept.id].search(_plain(concept.title)):
            what = f"the title is '{concept.title}', the term '{told.terms[concept.id].term}'"
            yield problem_at(concept.where("title"), "other-term", what)
    for _, text, original, words in blocks(trace):
        if original.kind in NO_PROSE:
            continue
        said, here = _plain(original.text), _plain(words.text)
        for name, term in terms.items():
            meant = name in original.links or named[name].search(said)
            if meant and not term.search(here) and f"[[{name}]]" not in words.source:
                what = f"'{told.terms[name].term}' stands nowhere here"
                yield between(text, original, words, "other-term", what)


def _any_of(terms: Iterable[str], locale: Locale) -> re.Pattern[str]:
    """Finds one of some terms in a plain text, its words with any ending of a noun, without an article."""
    endings = "|".join(map(re.escape, locale.endings))
    forms = []
    for term in terms:
        words = [word for word in _plain(term).split() if word not in locale.articles]
        forms.append(r"\s".join(rf"{re.escape(word)}(?:{endings})?" for word in words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _plain(text: str) -> str:
    """Small letters, with one space where words are parted or joined; without the marks around a word."""
    return " ".join(re.sub(r"[«»“”‘\"*]|’(?!s\b)", "", text.lower().replace("-", " ")).split())
