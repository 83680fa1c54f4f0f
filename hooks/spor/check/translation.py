"""A translation says what the original says, block by block: no more, no less, no surer, and of the same things."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from spor.locale import Locale, owned
from spor.read.plain import plain_text, without_code
from spor.read.syntax import LINK, MARK
from spor.read.wording import Recite
from spor.trace.block import NO_PROSE, Block, Text, Translation
from spor.trace.problem import Problem, rule
from spor.trace.trace import Trace
from spor.trace.warrant import plain_words

#: As many words in a row that are the same in both languages are no translation.
_SAME = 5
#: So many words of a sentence may not be left as they are; and of a text so long, no translation has a fifth of it.
_LEFT, _SHORTER = 8, 5
_MEND = "translate it, or name what stays so under translates.names"
_LINK = re.compile(LINK)
_KEY = re.compile(r"(?<![\w.])@[\w-]+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")


def blocks(trace: Trace, prose: bool = False) -> Iterator[tuple[Translation, Text, Block, Block]]:
    """Each block of the original (`prose`: of those that hold any) with the one that translates it."""
    for text in trace.translation.texts if trace.translation else ():
        for original, words in text.both():
            if trace.translation and not (prose and original.kind in NO_PROSE):
                yield trace.translation, text, original, words


def between(text: Text, original: Block, words: Block, rule_: str, what: str) -> Problem:
    """A problem with both places."""
    return Problem(text.words, words.line, rule_, f"{what} ({text.original}:{original.line}: '{_beginning(original)}')")


def _beginning(block: Block) -> str:
    return block.text if len(block.text) < 60 else block.text[:57] + "…"


@rule()
def every_block_has_its_like(trace: Trace) -> Iterator[Problem]:
    """What the original says stands in the translation, and nothing else does (missing-, extra-translation)."""
    for text in trace.translation.texts if trace.translation else ():
        for pair in text.pairs:
            if pair.original and not pair.words:
                what = f"this {pair.original.kind} has none like it in {text.words}: '{_beginning(pair.original)}'"
                yield Problem(text.original, pair.original.line, "missing-translation", what)
            elif pair.words and not pair.original:
                what = f"this {pair.words.kind} translates none in {text.original}: '{_beginning(pair.words)}'"
                yield Problem(text.words, pair.words.line, "extra-translation", what)


@rule(unequal_translation="A block leads to, cites, counts and names the same as the one that it translates.")
def blocks_tell_the_same(trace: Trace) -> Iterator[Problem]:
    translation = trace.translation
    if translation is None:
        return
    recite, endings = Recite(translation.languages), [e for locale in translation.languages for e in locale.genitive]
    names = owned(translation.names, endings).findall
    places = {(entity.page, entity.anchor) for entity in trace.entities.values() if entity.anchor}
    for _, text, original, words in blocks(trace):
        if (text.path, original.address) in places and words.address != original.address:
            yield between(text, original, words, "unequal-translation", f"place: '#{original.address}' is missing")
        there, here = _facts(original, recite), _facts(words, recite)
        unequal = [what for what in there if there[what] != here[what]]
        for what in unequal:
            yield between(text, original, words, "unequal-translation", _difference(what, there[what], here[what]))
        if not unequal and (moved := _moved(original, words, translation.languages)):
            yield between(text, original, words, "unequal-translation", moved)
        known, ours = Counter(names(original.text)), Counter(names(words.text))
        if set(known) != set(ours):
            yield between(text, original, words, "unequal-translation", _difference("names", known, ours))


def _facts(block: Block, recite: Recite) -> dict[str, Counter[str]]:
    """What is the same in both, by what it is called; of links also the words of the thesis that they quote."""
    facts: dict[str, Iterable[str]] = {
        "kind": (block.kind, *(f"level {n}" for n in [block.level] if n)),
        "speaker": ("the editors",) if block.editors else (),
        "view": (block.source,) if block.kind == "view" else (),
        "links": (" ".join(link["target"].split()) for link in _LINK.finditer(block.source) if block.links),
        "citations": (recite(f"{work.prefix} @{work.key}, {work.locator}".strip(" ,")) for work in block.citations),
        "footnotes": block.footnotes,
        "addresses": block.urls,
        "numbers": block.numbers,
        "dates": block.dates,
    }
    return {what: Counter(told) for what, told in facts.items()}


def _moved(original: Block, words: Block, languages: Iterable[Locale]) -> str:
    """What stands in another sentence than in the original: a link, or a citation; empty where nothing does."""
    theirs, ours = (_led(block.source, locale) for block, locale in zip((original, words), languages, strict=True))
    pairs = enumerate(zip(theirs, ours, strict=True), 1) if len(theirs) == len(ours) else ()
    moved = (_difference(f"sentence {number}", there, here) for number, (there, here) in pairs if there != here)
    return next(moved, "")


def _led(source: str, locale: Locale) -> list[Counter[str]]:
    """The ids that each sentence of a text leads to, and the works that it cites."""
    found = [Counter[str]()]
    for match in re.finditer(rf"{MARK.pattern}|(?<=[.!?])[)»”’*]*\s+(?=[{locale.capitals}\[(])", source):
        if match["target"]:
            found[-1][match["target"].partition("«")[0].strip()] += 1
        elif match["cites"]:
            found[-1].update(_KEY.findall(match["cites"]))
        else:
            found.append(Counter())
    return found


def _difference(what: str, known: Counter[str], ours: Counter[str]) -> str:
    missing, extra = known - ours, ours - known
    said = [f"'{fact}' is missing" for fact in missing] + [f"'{fact}' is not in the original" for fact in extra]
    return f"{what}: {', '.join(said)}"


@rule(not_translated="What is in words is translated: no block, and no sentence, is still in the other language.")
def words_are_translated(trace: Trace) -> Iterator[Problem]:
    names = {word for name in (trace.translation.names if trace.translation else ()) for word in plain_words(name)}
    for translation, text, original, words in blocks(trace, prose=True):
        if original.text == words.text:
            prose = plain_words(plain_text(without_code(words.source)))
            theirs, ours = _articles(translation, plain_words(original.text))
            if len([word for word in prose if word not in names]) >= _SAME and (not ours or theirs > ours):
                yield between(text, original, words, "not-translated", f"this is as in the original: {_MEND}")
            continue
        known, here = (
            _sentences(block.text, locale.quotes)
            for block, locale in zip((original, words), translation.languages, strict=True)
        )
        if left := next((each for each in here if each in known and _is_left(translation, each, names)), None):
            what = f"'{' '.join(left[:_SAME])} …' is as in the original: {_MEND}"
            yield between(text, original, words, "not-translated", what)
        said, told = (sum(map(len, sentences)) for sentences in (known, here))
        if said >= _LEFT and told * _SHORTER < said:
            what = f"this has {told} word(s) where the original has {said}: translate the whole"
            yield between(text, original, words, "not-translated", what)


def _sentences(text: str, quotes: str) -> list[list[str]]:
    """The words of each sentence, but for what is quoted: a title stays in its own language."""
    begin, end = map(re.escape, quotes)
    return [plain_words(part) for part in _SENTENCE.split(re.sub(rf"{begin}.*?{end}(?!\w)", " ", text))]


def _is_left(translation: Translation, sentence: list[str], names: Collection[str]) -> bool:
    """Whether a sentence that both have is long enough, and in the language of the original, as its articles show."""
    theirs, ours = _articles(translation, sentence)
    return theirs > ours and len([word for word in sentence if word not in names]) >= _LEFT


def _articles(translation: Translation, words: Iterable[str]) -> tuple[int, int]:
    """How many articles of the language of the original stand among words, and how many of ours."""
    found = Counter(words)
    theirs, ours = (sum(found[article] for article in locale.articles) for locale in translation.languages)
    return theirs, ours


@rule(
    outdated_translation="A block has been translated since the original was last edited.",
    undeclared_translation="Somebody has said of each block that it translates the original, as both stand.",
)
def blocks_are_declared(trace: Trace) -> Iterator[Problem]:
    translation = trace.translation
    undeclared: dict[str, list[int]] = {}
    for _, text, original, words in blocks(trace):
        known = translation.declared.get(text.path, {}).get(original.address) if translation else None
        if known and known[0] != original.fingerprint:
            what = "the original has been edited since this was translated"
            yield between(text, original, words, "outdated-translation", what)
        elif not known or known[1] != words.fingerprint:
            undeclared.setdefault(text.words, []).append(words.line)
    if translation and any(problem.path == translation.record for problem in trace.problems):
        return  # it cannot be read
    for path, lines in undeclared.items():
        what = (
            f"{len(lines)} block(s) from here on are new or edited: read them beside the original, then make translated"
        )
        yield Problem(path, min(lines), "undeclared-translation", what)
