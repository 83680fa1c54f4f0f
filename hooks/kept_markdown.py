"""Has the pages of a build converted by one instance of Python-Markdown, whose patterns are not tried in vain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import markdown
from markdown import Markdown
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    LinkInlineProcessor,
    Pattern,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from mkdocs.structure import pages

from spor.markdown import ForeignTerm, SporExtension

#: What these extensions make of a page depends on nothing but its text, so that they may serve for all pages.
_PURE = {"abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc"}
#: The sign without which a pattern finds nothing. To look for it is quicker: the patterns begin by looking back.
_SIGNS: dict[type[Pattern], str] = {
    BacktickInlineProcessor: "`",
    LinkInlineProcessor: "[",
    ReferenceInlineProcessor: "[",
    ShortReferenceInlineProcessor: "[",
}


def is_pure(extensions: Iterable[Any]) -> bool:
    """Whether a page converted with these extensions owes nothing to the pages before it."""
    return _PURE.issuperset(each for each in extensions if not isinstance(each, SporExtension))


class _Guarded:
    """A pattern that is tried only where it may find something."""

    def __init__(self, pattern: re.Pattern[str], may_find: Callable[[str], bool]) -> None:
        self._pattern, self._may_find = pattern, may_find

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text, start) if self._may_find(text) else iter(())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)


class _Library:
    """Stands in for the module `markdown` where MkDocs makes an instance for each page (mkdocs 1.6), which takes a
    fifth of the time to convert it.
    """

    def __init__(self) -> None:
        self._extensions: Sequence[Any] = ()
        self._made = Markdown()

    def __getattr__(self, name: str) -> Any:
        return getattr(markdown, name)

    def Markdown(self, extensions: Sequence[Any], **settings: Any) -> Markdown:
        """The instance of this build, ready for the next page."""
        if not is_pure(extensions):
            return Markdown(extensions=extensions, **settings)
        if self._extensions is not extensions:  # MkDocs hands over the same list for all pages of a build
            self._extensions, self._made = extensions, _guarded(Markdown(extensions=extensions, **settings))
        return self._made.reset()


def _holds(sign: str) -> Callable[[str], bool]:
    return lambda text: sign in text


def _guarded(md: Markdown) -> Markdown:
    for pattern in md.inlinePatterns:
        guarded: Any = pattern
        if sign := _SIGNS.get(type(pattern)):
            guarded.compiled_re = _Guarded(pattern.compiled_re, _holds(sign))
        elif isinstance(pattern, ForeignTerm):
            guarded.compiled_re = _Guarded(pattern.compiled_re, pattern.foreign.may_be_in)
    return md


def keep_markdown() -> None:
    """Has MkDocs use one instance a build, from now on."""
    known = vars(pages)
    if not isinstance(known["markdown"], _Library):
        known["markdown"] = _Library()
