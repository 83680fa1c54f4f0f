"""What a text tells in digits: dates and numbers, written the same way whatever the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, get_date_format, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

_SPACES = " \u00a0\u202f"


def dates(text: str, language: str) -> tuple[tuple[str, ...], str]:
    """The dates that a text names, as ISO 8601 has them, and the text without them.

    `9. juni 2023` and `9.6.2023` are `2023-06-09`, `9. juni` is `--06-09`, `juni 2023` is `2023-06`. `language` is BCP
    47; raises what Babel raises for one that it does not know.
    """
    text = _in_digits(language).sub(_in_words(language), text)
    pattern, months = _months(language)
    found, rest, done = [], [], 0
    for match in pattern.finditer(text):
        named = match.groupdict(default="")
        day, year = named["before"] or named.get("after", ""), named["year"]
        if day or year:
            found.append(f"{year or '-'}-{months[match['month']]:02}" + (f"-{int(day):02}" if day else ""))
            rest += [text[done : match.start()], " "]
            done = match.end()
    return tuple(found), "".join([*rest, text[done:]])


def numbers(text: str, language: str) -> tuple[str, ...]:
    """The numbers in a text, without what groups their digits and with a dot before their decimals."""
    pattern, decimal = _number(language)
    return tuple(_plain(match[0], bool(match["grouped"]), decimal) for match in pattern.finditer(text))


def _plain(written: str, grouped: bool, decimal: str) -> str:
    if not grouped:  # with more than one sign it is no decimal number: 6.2.1
        return written.replace(decimal, ".") if written.count(decimal) == 1 else written
    whole, sign, rest = written.partition(decimal)
    return re.sub(r"\D", "", whole) + ("." + rest if sign else "")


def _in_words(language: str) -> Callable[[re.Match[str]], str]:
    """Puts a date in digits as one in words, if there is such a day."""

    def words(match: re.Match[str]) -> str:
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return match[0]
        return format_date(day, "long", locale=language.replace("-", "_"))

    return words


@lru_cache
def _in_digits(language: str) -> re.Pattern[str]:
    """A date in digits, in the order and with the sign that the language has: `9.6.2023`, `09/06/2023`."""
    parts = {"d": r"(?P<day>\d{1,2})", "M": r"(?P<month>\d{1,2})", "y": r"(?P<year>\d{4})"}
    written = get_date_format("short", locale=Locale.parse(language, sep="-")).pattern
    order = re.sub(r"([dMy])\1*|(.)", lambda match: parts[match[1]] if match[1] else re.escape(match[2]), written)
    return re.compile(rf"(?<![\d.]){order}(?!\d|\.\d)")


@lru_cache
def _number(language: str) -> tuple[re.Pattern[str], str]:
    locale = Locale.parse(language, sep="-")
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    between = f"[{_SPACES}]" if group in _SPACES else f"[{_SPACES}{re.escape(group)}]"  # a space in any (ISO 80000-1)
    grouped = rf"(?<!\d)\d{{1,3}}(?:{between}\d{{3}})+(?!\d)(?:{re.escape(decimal)}\d+)?"
    return re.compile(rf"(?P<grouped>{grouped})|\d+(?:[.,]\d+)*"), decimal


@lru_cache
def _months(language: str) -> tuple[re.Pattern[str], Mapping[str, int]]:
    locale = Locale.parse(language, sep="-")
    names = {str(name): number for number, name in get_month_names("wide", locale=locale).items()}
    months = {written: number for name, number in names.items() for written in (name, name.capitalize())}
    written = get_date_format("long", locale=locale).pattern
    month_first = written.index("M") < written.index("d")
    after = r"(?:\s+(?P<after>\d{1,2})(?!\d))?" if month_first else ""
    before = r"(?:(?<!\d)(?P<before>\d{1,2})\.?\s+)?"
    pattern = (
        rf"{before}(?<!\w)(?P<month>{'|'.join(map(re.escape, months))})(?!\w){after}(?:,?\s+(?P<year>\d{{4}})(?!\d))?"
    )
    return re.compile(pattern), months
