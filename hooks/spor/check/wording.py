"""The words of a translation: as open as the original, denying what it denies, with the one term for each concept."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spor.check.translation import between, blocks
from spor.locale import Locale, any_of
from spor.read.plain import plain_text, without_code, without_targets
from spor.trace.block import Block
from spor.trace.problem import Problem, rule
from spor.trace.trace import Trace

#: A word that tells little, and as many words as may stand between two that belong together.
_SHORT, _FEW = 3, 5


@rule(
    lost_hedge="A sentence leaves as much open in the translation as in the original.",
    other_negation="A sentence denies as much in the translation as in the original.",
    other_number="A sentence has the same numbers in words in the translation as in the original.",
)
def sentences_are_as_sure(trace: Trace) -> Iterator[Problem]:
    """Sentence by sentence, where a block has as many of them in both languages; else the block as a whole."""
    for translation, text, original, words in blocks(trace, prose=True):
        for theirs, ours in _sentences(original, words, translation.languages):
            both = [*zip(translation.languages, (theirs, ours), strict=True)]
            said, here = (_pattern(locale.doubts).findall(sentence) for locale, sentence in both)
            if len(here) < len(said):
                what = f"'{', '.join(said)}' leaves more open than '{', '.join(here)}'"
                yield between(text, original, words, "lost-hedge", what)
            said, here = (_pattern(locale.negations).findall(sentence) for locale, sentence in both)
            if len(here) != len(said):
                what = f"'{', '.join(said)}' denies something else than '{', '.join(here)}'"
                yield between(text, original, words, "other-negation", what)
            numbers, known = (sorted(_numbers(sentence, locale)) for locale, sentence in both)
            if numbers != known:
                what = f"this has {_listed(known)} in words where the original has {_listed(numbers)}"
                yield between(text, original, words, "other-number", what)


def _sentences(original: Block, words: Block, languages: tuple[Locale, Locale]) -> Iterator[tuple[str, str]]:
    """The sentences of two blocks, each with the one that translates it."""
    both = [_prose(original), _prose(words)]
    parted = [
        re.split(rf"(?<=[.!?])[)»”’]?\s+(?=[{locale.capitals}\[(])|(?<=[:;])\s+", text)
        for locale, text in zip(languages, both, strict=True)
    ]
    yield from zip(*(parted if len(parted[0]) == len(parted[1]) else [[text] for text in both]), strict=True)


def _prose(block: Block) -> str:
    """The words of a block that its writer has chosen: not what it quotes or shows by an id."""
    return plain_text(without_code(without_targets(block.source)))


def _numbers(sentence: str, locale: Locale) -> Iterator[int]:
    """The numbers that a sentence has in words; those within words with a hyphen are others in other languages."""
    yield from (locale.numbers[word] for word in _number(tuple(locale.numbers)).findall(sentence.lower()))


@lru_cache
def _number(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){any_of(words)}(?![\w-])")


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the words; `…` in them stands for a few others."""
    between_them = rf"(?:\W+\w+){{0,{_FEW}}}?\W+"
    forms = (between_them.join(map(re.escape, word.split(" … "))) for word in words)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(forms) or '(?!)'})(?!\w)", re.IGNORECASE)


@rule(other_term="A concept is called by its one term, in its title and wherever the original names it or links to it.")
def concepts_have_one_term(trace: Trace) -> Iterator[Problem]:
    translation = trace.translation
    if translation is None:
        return
    theirs, ours = translation.languages
    terms = {name: _any_of(known, ours) for name, known in translation.terms.items()}
    near = {name: _any_of(_long_words(known), ours) for name, known in translation.terms.items()}
    titles = {name: translation.original.entities[name].title for name in terms}
    named = {name: _any_of((title,), theirs) for name, title in titles.items()}
    begins = {name: _plain(title).split()[0] for name, title in titles.items()}  # quicker than the pattern
    for _, text, original, words in blocks(trace, prose=True):
        said, here = _plain(_prose(original)), _plain(_prose(words))
        for name, term in terms.items():
            linked = name in original.links
            called = (begins[name] in said and named[name].search(said)) or (
                linked and f"[[{name}]]" in original.source
            )
            if (not called and not linked) or (term if called else near[name]).search(here):
                continue
            untranslated = named[name].search(re.sub(r"\([^()]*\)", "", here))  # in the title of a work
            if not untranslated and f"[[{name}]]" not in words.source:
                what = f"'{translation.terms[name][0]}' stands nowhere here"
                yield between(text, original, words, "other-term", what)


def _long_words(known: Iterable[str]) -> Iterator[str]:
    """The words of a term and what may stand for it, of which one stands where a link says it in other words."""
    for term in known:
        words = _plain(term).split()
        yield from [word for word in words if len(word) > _SHORT] or words


def _any_of(terms: Iterable[str], locale: Locale) -> re.Pattern[str]:
    """Finds one of some terms in a plain text, its words with any ending of a noun, without an article."""
    endings = any_of(locale.endings)
    between_words = rf"\s(?:{any_of(locale.articles)}\s)?"
    forms = []
    for term in terms:
        words = [word for word in _plain(term).split() if word not in locale.articles]
        forms.append(between_words.join(rf"{re.escape(word)}{endings}?" for word in words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _plain(text: str) -> str:
    """Small letters, with one space where words are parted or joined; without the marks around a word."""
    return " ".join(re.sub(r"[«»“”‘\"*]|’(?!s\b)", "", text.lower().replace("-", " ")).split())
