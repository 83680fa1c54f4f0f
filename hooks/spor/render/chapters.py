"""Chapters: which pages restate one, and how long it takes to read them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from spor.render.site import Site
from spor.trace.block import words
from spor.trace.trace import Trace

#: Words that a reader reads in a minute; a common estimate for prose that one studies (Carver 1990 has 200 for it).
_A_MINUTE = 200
#: The view by which a page shows its whole chapter.
VIEW = "chapter"


def number_of(trace: Trace, page: str) -> str:
    """The number of the chapter that a page restates a section of; empty for any other page."""
    numbers = (section.fields["number"] for section in trace.of_kind("section") if section.page == page)
    return str(next(iter(numbers), "")).partition(".")[0]


def parts(trace: Trace, page: str) -> tuple[str, ...]:
    """The other pages of a page's chapter, in the order of the thesis."""
    chapter = number_of(trace, page)
    sections = trace.of_kind("section") if chapter else ()
    same = (s.page for s in sections if s.page and str(s.fields["number"]).partition(".")[0] == chapter)
    return tuple(other for other in dict.fromkeys(same) if other != page)


def whole_chapters(trace: Trace) -> dict[str, tuple[str, ...]]:
    """The pages that show a whole chapter, each with the pages of its parts."""
    return {asked.page: parts(trace, asked.page) for asked in trace.views if asked.call.strip() == VIEW}


def minutes(site: Site, page: str) -> int:
    """How long a page takes to read, with the parts of the chapter that it shows."""
    pages: Iterable[str] = (page, *whole_chapters(site.trace).get(page, ()))
    return max(1, math.ceil(sum(words(site.trace.pages[other].blocks) for other in pages) / _A_MINUTE))
