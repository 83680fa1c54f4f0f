"""The words that the site shows and what depends on a language. In: `nb.yml`, `en.yml` and what a project says
otherwise. Out: a `Locale`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date, get_month_names
from babel.numbers import get_decimal_symbol

_FOLDER = Path(__file__).parent
#: PyYAML's loader of plain data: libyaml's where there is one, ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Locale:
    """A language: `language` as BCP 47, `words` by path, and what sorting, reading, checking and searching must know.

    What each of these others holds stands beside it in `nb.yml`.
    """

    language: str = "en"
    words: Mapping[str, Any] = field(default_factory=dict)
    after_z: str = ""
    articles: tuple[str, ...] = ()
    genitive: tuple[str, ...] = ()
    own_words: int = 4
    pages: tuple[str, ...] = ()
    capitals: str = "A-Z"
    editors: str = "editors:"
    hedges: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    reach: Mapping[str, Sequence[str]] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    reservations: str = ""
    quotes: str = "“”"
    doubts: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    citing: Mapping[str, str] = field(default_factory=dict)
    before_number: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    search: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The language alone: `nb` of `nb-NO`."""
        return self.language.split("-")[0]

    def label(self, *path: str, default: str = "") -> str:
        """The words at a path; where there are none, the `default`, or else the last part of the path."""
        return str(self._at(*path)) if self.has(*path) else default or path[-1].replace("_", " ")

    def has(self, *path: str) -> bool:
        """Whether there are words at a path."""
        found = self._at(*path)
        return found is not None and not isinstance(found, Mapping)

    def keys(self, *path: str) -> tuple[str, ...]:
        """The names under a path, in their order; none where there are no words under it."""
        found = self._at(*path)
        return tuple(found) if isinstance(found, Mapping) else ()

    def _at(self, *path: str) -> Any:
        """What stands at a path: a text, or texts by their names; None where there is nothing."""
        found: Any = self.words
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def counted(self, number: int, what: str) -> str:
        """A number of things of a kind, in words: `1 utsagn`, `3 brevpunkter`; without any, `Survey item: 3`."""
        path = ("counted", what, "one" if number == 1 else "many")
        return f"{number} {self.label(*path)}" if self.has(*path) else f"{self.label('kinds', what)}: {number}"

    def decimal(self, number: float) -> str:
        """A number with one decimal: `22,2`."""
        return f"{number:.1f}".replace(".", get_decimal_symbol(_babel(self.language)))

    def months(self) -> Iterable[str]:
        """What the months are called."""
        return get_month_names("wide", locale=_babel(self.language)).values()

    def plural(self, kind: str) -> str:
        """What several things of a kind are called, as a heading."""
        words = self.label("counted", kind, "many", default=self.label("kinds", kind))
        return words[:1].upper() + words[1:]

    def relation(self, kind: str, name: str) -> str:
        """What the relation `name` of a kind is called: as the same relation of another kind, if it has no words."""
        named = self.words.get("relations", {})
        other = next((words[name] for words in named.values() if name in words), name.replace("_", " ").capitalize())
        return self.label("relations", kind, name, default=str(other))

    def inverse(self, kind: str, name: str) -> str:
        """What the relation `name` of a kind is called from its target: as the kind itself, if it has no words."""
        return self.label("inverse", kind, name, default=self.label("kinds", kind))

    def quoted(self, words: str) -> str:
        """Words in the quotation marks of the language."""
        return f"{self.quotes[0]}{words}{self.quotes[1]}"

    def alphabetical(self, text: str) -> str:
        """A key that sorts titles as the language does."""
        plain = re.sub(r"^[^\w]+", "", text.lower())
        for article in self.articles:
            plain = plain.removeprefix(f"{article} ")
        return plain.translate({ord(letter): chr(0xF001 + place) for place, letter in enumerate(self.after_z)})


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest that stands there; without words it finds nothing."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


def owned(names: Iterable[str], genitive: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some names (group 1), alone or with the ending of an owner's: `Kims`."""
    return re.compile(rf"(?<!\w)({any_of(names)}){any_of(genitive)}?(?!\w)")


def _babel(language: str) -> str:
    """A language as Babel wants it: `nb_NO`."""
    return language.replace("-", "_")


def dated(words: str, day: date, language: str) -> str:
    """Words with a day in them: `{day}.{month}.{year}`, or `{date}` (2026-11-24), or `{long}` (24 November 2026)."""
    long = format_date(day, "long", locale=_babel(language))
    values = {"day": day.day, "month": day.month, "year": day.year, "date": day.isoformat(), "long": long}
    return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), words)


def languages() -> tuple[str, ...]:
    """The languages that there are words in."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yml")))


def load(language: str, own: Mapping[str, Any] | None = None) -> Locale:
    """The locale of a language (`nb-NO`, `en`), with a project's own words laid over it.

    Raises ValueError for a language that there are no words in.
    """
    name = language.split("-")[0].lower()
    name = {"no": "nb"}.get(name, name)
    if name not in languages():
        raise ValueError(f"there are no words in '{language}': write {', '.join(languages())}")
    data = read_data(_FOLDER / f"{name}.yml")
    facts: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data["language"].items()
    }
    return Locale(language, merged(data["words"], own or {}), **facts)


@lru_cache
def read_data(file: Path) -> Mapping[str, Any]:
    """What a YAML file of ours, which stands beside the code, says as plain data: for all who ask, the same."""
    found: Mapping[str, Any] = yaml.load(file.read_text("utf-8"), LOADER)  # a SafeLoader
    return found


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Two mappings as one, the mappings within them as well; where both have a text, `more` counts."""
    result = dict(base)
    for key, value in more.items():
        known = result.get(key)
        result[key] = merged(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return result
