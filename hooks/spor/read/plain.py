"""Makes a block of its source: with its words without markup, where its links, citations and footnotes lead, and its
dates and numbers, written the same way whatever the language."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape

from babel import Locale
from babel.dates import get_date_format, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from spor.read.syntax import CITATION, CODE_SPAN, LINK, is_on_calendar, parse_citation, plain
from spor.trace.block import NO_PROSE, Block

_LINK, _CITATION = re.compile(LINK), re.compile(CITATION)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\s]+)\](?!:)")
#: A link or an image of Markdown, with its address in brackets.
_INLINE = re.compile(
    r"!?\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\(\s*<?(?P<url>[^\s()<>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_AUTOMATIC = re.compile(r"<(?P<url>(?:https?://|mailto:)[^<>\s]*)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ATTRIBUTES = re.compile(r"\{:[ ]*[#.\w][^{}\n]*\}|\{[ ]*[#.\w][^{}\n]*\}[ ]*(?=\n|$)")
_STRONG = re.compile(
    r"(?<!\\)\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}|(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)"
)
_SPACE = re.compile(r" (?=[.,;:!?)])|(?<=\() | ?\(\)")
#: Spaces that group the digits of a number, whatever the language (ISO 80000-1).
_GROUPING = " \u00a0\u202f"


#: What is markup, and what of it is read; asked only of a text that holds the sign with which it begins.
_MARKUP: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("@", _CITATION, ""),
    ("[^", _FOOTNOTE, ""),
    ("[[", _LINK, lambda link: link["text"] or link["target"].strip()),
    ("](", _INLINE, r"\g<words>"),
    ("<", _AUTOMATIC, r"\g<url>"),
    ("<", _TAG, ""),
    ("{", _ATTRIBUTES, ""),
    ("*", _STRONG, ""),
    ("_", _STRONG, ""),
    ("`", CODE_SPAN, r"\g<code>"),
)


def plain_text(source: str) -> str:
    """The words of a block on one line: of a link those that it shows (what it leads to, where it has none), none of a
    citation."""
    text = source
    for sign, pattern, read in _MARKUP:
        if sign in text:
            text = pattern.sub(read, text)
    return _SPACE.sub("", " ".join(unescape(plain(text)).split())).strip()


def block(
    kind: str, address: str, line: int, source: str, language: str, level: int = 0, editors: bool = False
) -> Block:
    """A block with all that its source tells; what is no prose tells nothing but itself."""
    if kind in NO_PROSE:
        return Block(kind, address, line, source, " ".join(source.split()), editors=editors)
    text = plain_text(source)
    days, rest = dates(plain_text(without_targets(source)) if "[[" in source else text, language)
    links = (match["target"].partition("«")[0].strip() for match in _LINK.finditer(source))  # without what one quotes
    works = (work for match in _CITATION.finditer(source) for work in parse_citation(match["cites"]))
    notes = (match["name"] for match in _FOOTNOTE.finditer(source))
    urls = sorted((match.start(), match["url"]) for form in (_INLINE, _AUTOMATIC) for match in form.finditer(source))
    return Block(
        kind, address, line, source, text, level, editors,
        tuple(links), tuple(works), tuple(notes), tuple(url for _, url in urls), numbers(rest, language), days,
    )  # fmt: skip


def without_code(source: str) -> str:
    """The source without what is code in it, which is of no language."""
    return CODE_SPAN.sub("", source)


def without_targets(source: str) -> str:
    """The source without the links that show no words of the writer's: what they show is what they lead to."""
    return _LINK.sub(lambda match: match["text"] or "", source)


def dates(text: str, language: str) -> tuple[tuple[str, ...], str]:
    """The dates that a text names, as ISO 8601 has them, and the text without them.

    `9. juni 2023` and `9.6.2023` are `2023-06-09`, `9. juni` is `--06-09`, `juni 2023` is `2023-06`. `language` is BCP
    47; raises what Babel raises for one that it does not know.
    """
    pattern, months = _date(language)
    found, rest, done = [], [], 0
    for match in pattern.finditer(text):
        if day := _iso(match, months):
            found.append(day)
            rest += [text[done : match.start()], " "]
            done = match.end()
    return tuple(found), "".join([*rest, text[done:]])


def _iso(match: re.Match[str], months: Mapping[str, int]) -> str:
    """A date as ISO 8601 has it; empty for a month alone, and for digits of which there is no such day."""
    named = match.groupdict(default="")
    if named["number"]:
        written = f"{named['of']}-{int(named['number']):02}-{int(named['day']):02}"
        return written if is_on_calendar(written) else ""
    day, year = named["before"] or named.get("after", ""), named["year"]
    if not day and not year:
        return ""
    return f"{year or '-'}-{months[named['month']]:02}" + (f"-{int(day):02}" if day else "")


def numbers(text: str, language: str) -> tuple[str, ...]:
    """The numbers in a text, without what groups their digits and with a dot before their decimals."""
    pattern, decimal = _number(language)
    return tuple(_plain(match[0], bool(match["grouped"]), decimal) for match in pattern.finditer(text))


def _plain(written: str, grouped: bool, decimal: str) -> str:
    if not grouped:  # with more than one sign it is no decimal number: 6.2.1
        return written.replace(decimal, ".") if written.count(decimal) == 1 else written
    whole, sign, rest = written.partition(decimal)
    return re.sub(r"\D", "", whole) + ("." + rest if sign else "")


@lru_cache
def _number(language: str) -> tuple[re.Pattern[str], str]:
    locale = Locale.parse(language, sep="-")
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    between = f"[{_GROUPING}]" if group in _GROUPING else f"[{_GROUPING}{re.escape(group)}]"
    grouped = rf"(?<!\d)\d{{1,3}}(?:{between}\d{{3}})+(?!\d)(?:{re.escape(decimal)}\d+)?"
    return re.compile(rf"(?P<grouped>{grouped})|\d+(?:[.,]\d+)*"), decimal


@lru_cache
def _date(language: str) -> tuple[re.Pattern[str], Mapping[str, int]]:
    """A date in digits, in the order and with the sign that the language has (`9.6.2023`, `09/06/2023`), or in words,
    and the numbers of the months that are named there."""
    locale = Locale.parse(language, sep="-")
    short, long = (get_date_format(length, locale=locale).pattern for length in ("short", "long"))
    parts = {"d": r"(?P<day>\d{1,2})", "M": r"(?P<number>\d{1,2})", "y": r"(?P<of>\d{4})"}
    order = re.sub(r"([dMy])\1*|(.)", lambda match: parts[match[1]] if match[1] else re.escape(match[2]), short)
    names = {str(name): number for number, name in get_month_names("wide", locale=locale).items()}
    months = {written: number for name, number in names.items() for written in (name, name.capitalize())}
    month = rf"(?<!\w)(?P<month>{'|'.join(map(re.escape, months))})(?!\w)"
    before = r"(?:(?<!\d)(?P<before>\d{1,2})\.?\s+)?"
    after = r"(?:\s+(?P<after>\d{1,2})(?!\d|/\d{1,2}/\d{4}))?" if long.index("M") < long.index("d") else ""
    words = rf"{before}{month}{after}(?:,?\s+(?P<year>\d{{4}})(?!\d))?"
    return re.compile(rf"(?<![\d.]){order}(?!\d|\.\d)|{words}"), months
