"""Where the conversion of the pages is, for whatever takes part in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from markdown.util import STX

from spor.render.citations import SiteRegistry
from spor.render.groups import grouped
from spor.render.site import Site
from spor.trace.block import Block
from spor.trace.problem import Problem, problem_at, reports
from spor.trace.trace import Page


@dataclass
class Cursor:
    """Where the conversion is: the site, the page, and what of it has still to come out.

    `strange` is where Markdown and the trace do not agree, `blocks` are the page's elements with their blocks.
    """

    site: Site
    registry: SiteRegistry
    page: str = ""
    strange: list[Problem] = field(default_factory=list)
    blocks: list[tuple[ET.Element, Block]] = field(default_factory=list)
    _anchors: dict[str, deque[str]] = field(default_factory=dict)
    _views: list[str] = field(default_factory=list)

    def enter(self, page: str) -> None:
        """Begins a page: the anchors of its mentions are handed out in their order."""
        self.page = page
        self.blocks = []
        mentions = self.site.trace.mentions_on.get(page, ())
        anchors = grouped((" ".join(mention.raw.split()), mention.anchor) for mention in mentions)
        self._anchors = {raw: deque(dict.fromkeys(ids)) for raw, ids in anchors.items()}  # several works may have one
        self._views = [view.call for view in self.site.trace.views if view.page == page]

    def anchor(self, raw: str) -> str:
        """The id of the next mention that was typed so; empty for one that was not read as a mention."""
        waiting = self._anchors.get(" ".join(raw.split()))
        if not waiting and STX not in raw:  # with code in its words, it is reported as the writer typed it (leave)
            self._report(raw, "looks like a link or a citation here, but was not read as one: is it in code or HTML?")
        return waiting.popleft() if waiting else ""

    def view(self, call: str) -> bool:
        """Whether the check has seen this view of the page; each is shown once."""
        if call not in self._views:
            self._report(call, "is a view here, but was not read as one: put it at the start of a line")
            return False
        self._views.remove(call)
        return True

    def leave(self) -> None:
        """Ends a page: what was read of it and did not come out is reported."""
        for raw in [raw for raw, ids in self._anchors.items() if ids] + self._views:
            hint = "; in a table, write \\| for its bar" if re.search(r"[^\\]\\|", raw) else ""
            what = "does not come out: Markdown takes it for code, for HTML or for a part of something else"
            self._report(raw, what + hint)

    def differ(self, page: Page, number: int) -> None:
        """Reports a page whose elements are not its blocks."""
        what = f"Markdown makes {number} blocks of this page, and {len(page.blocks)} were read: is it an extension?"
        self.strange.append(problem_at(page.place, "not-rendered", what))

    @reports(not_rendered="What is read as a link, a citation or a view comes out as one, and nothing else does.")
    def _report(self, raw: str, what: str) -> None:
        trace = self.site.trace
        typed = " ".join(raw.split())
        places = [m.place for m in trace.mentions_on.get(self.page, ()) if " ".join(m.raw.split()) == typed]
        places += [view.place for view in trace.views if view.page == self.page and view.call == raw]
        place = places[-1] if places else trace.pages[self.page].place
        self.strange.append(problem_at(place, "not-rendered", f"'{raw}' {what}"))


class AtCursor:
    """What takes part in the conversion of the page where the cursor is; a processor of Markdown's comes after it."""

    def __init__(self, cursor: Cursor, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.cursor = cursor
