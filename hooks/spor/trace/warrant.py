"""Why a relation stands: words of the thesis with their section, or the editors' reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

#: `§6.2.1 «oppdraget som er gitt»`: where it stands, and the words. A place is a section or an appendix by its id.
FORM = re.compile(r"(?P<section>§?[\w.-]+)\s+«(?P<words>[^«»]+)»")
_WORD = re.compile(r"[0-9a-zæøåäöéüô]+")
#: How many words a quotation has: enough to be found, too few to stand for the thesis.
FEWEST, MOST = 3, 7


@dataclass(frozen=True)
class Warrant:
    """Either `section` (its id) and `words` of the thesis, or the editors' `reason`; all empty where there is none."""

    section: str = ""
    words: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.reason)


#: No warrant at all.
NONE = Warrant()


def parse_warrant(text: str, editors: str) -> Warrant | None:
    """The warrant that is written as `text`; `editors` is what the editors' own begins with (`redaksjonen:`).

    None for a text that is neither: a reason of a single word, or a quotation of fewer than three or more than seven.
    """
    reason = text.removeprefix(editors).strip() if text.startswith(editors) else ""
    if len(plain_words(reason)) > 1:
        return Warrant(reason=reason)
    match = FORM.fullmatch(text.strip())
    if match is None or not FEWEST <= len(plain_words(match["words"])) <= MOST:
        return None
    return Warrant(match["section"], " ".join(match["words"].split()))


def with_warrants(value: Any, change: Callable[[Warrant], Warrant]) -> Any:
    """The value of a field, in which each warrant, itself or in one of its parts, is changed."""
    if isinstance(value, Warrant):
        return change(value)
    if isinstance(value, Mapping):
        return MappingProxyType({name: with_warrants(part, change) for name, part in value.items()})
    return value


def warrants_in(value: Any) -> Iterator[Warrant]:
    """The value of a field, if that is a warrant, or those in its parts."""
    if isinstance(value, Warrant):
        yield value
    for part in value.values() if isinstance(value, Mapping) else ():
        yield from warrants_in(part)


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters, without markup and punctuation."""
    return _WORD.findall(re.sub(r"[*_`]", "", text.lower()))
