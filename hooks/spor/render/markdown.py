"""The extension of Python-Markdown: `[[…]]`, `[@…]`, `/// view | …` and the panels of sections.

It follows one page at a time: whoever converts sets `state.page` (and `state.site`) first.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict, deque
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from spor.render.languages import Foreign
from spor.trace.trace import Entity
from spor.render.backlinks import panel
from spor.trace.problem import Problem
from spor.render.views.profile import profile_view
from spor.render.site import Site
from spor.read.syntax import CITATION, LINK
from spor.render.views.lists import render_view

#: Lower than code spans (190); higher than escapes (180), since a table escapes the bar of a link,
#: and than links and footnotes (175 and below).
_PRIORITY = 185
#: After all that may hold a term in what is no text: links, addresses, HTML.
_LAST = 10
#: After the attribute lists (8), so that headings have their ids; before the tree becomes text.
_AFTER_ATTRIBUTES = 3


@dataclass
class State:
    """What the extension needs to know of the page it is in."""

    site: Site | None = None
    page: str = ""
    strange: list[Problem] = field(default_factory=list)
    _anchors: dict[str, deque[str]] = field(default_factory=dict)
    _views: list[str] = field(default_factory=list)

    def enter(self, page: str) -> None:
        """Begins a page: the anchors of its mentions are handed out in their order."""
        assert self.site is not None
        self.page = page
        anchors: dict[str, dict[str, None]] = defaultdict(dict)
        for mention in self.site.index.mentions_on.get(page, ()):
            anchors[mention.raw][mention.anchor] = None  # one for a citation of several works
        self._anchors = {raw: deque(ids) for raw, ids in anchors.items()}
        self._views = [view.call for view in self.site.trace.views if view.page == page]

    def anchor(self, raw: str) -> str:
        """The id of the next mention that was typed so; empty for one that was not read as a mention."""
        waiting = self._anchors.get(raw)
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

    def skip(self) -> None:
        """Does without a page whose HTML is kept: nothing of it is read again."""
        self._anchors, self._views = {}, []

    def leave(self) -> None:
        """Ends a page: what was read of it and did not come out is reported."""
        for raw in [raw for raw, ids in self._anchors.items() if ids] + self._views:
            hint = "; in a table, write \\| for its bar" if re.search(r"[^\\]\\|", raw) else ""
            what = "does not come out: Markdown takes it for code, for HTML or for a part of something else"
            self._report(raw, what + hint)

    def _report(self, raw: str, what: str) -> None:
        assert self.site is not None
        trace = self.site.trace
        places = [m.place for m in trace.mentions if m.page == self.page and m.raw == raw]
        places += [view.place for view in trace.views if view.page == self.page and view.call == raw]
        place = places[-1] if places else trace.pages[self.page].place
        self.strange.append(Problem(place.path, place.line, "not-rendered", f"'{raw}' {what}"))


class _Processor(InlineProcessor):
    def __init__(self, pattern: str, state: State, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.state = state


class _Link(_Processor):
    """`[[id]]`, `[[id|text]]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        site = self.state.site
        entity = site.trace.entities.get(m["target"].strip()) if site else None
        anchor = self.state.anchor(m[0])
        if site is None or entity is None or not anchor:
            return None, None, None
        begins = _begins_sentence(data[: m.start()])
        text = " ".join(m["text"].split()) if m["text"] else site.link_text(entity, begins)
        html = site.link(self.state.page, entity, text, anchor)
        return self.md.htmlStash.store(str(html)), m.start(), m.end()


def _begins_sentence(before: str) -> bool:
    ended = before.rstrip()
    return not ended or (ended[-1] in ".!?:" and ended != before)


class _Citation(_Processor):
    """`[@key, s. 1]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        anchor = self.state.anchor(m[0])
        if self.state.site is None or not anchor:
            return None, None, None
        html = self.state.site.cite(self.state.page, m[0], anchor)
        return self.md.htmlStash.store(str(html)), m.start(), m.end()


class ForeignTerm(InlineProcessor):
    """A term of another language."""

    def __init__(self, foreign: Foreign, md: Markdown) -> None:
        super().__init__(foreign.pattern, md)
        self.foreign = foreign

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]
        element = ET.Element("span", {"lang": self.foreign.language(m[0])})
        element.text = m[0]
        return element, m.start(), m.end()


class _SectionPanels(Treeprocessor):
    """Puts the panel of each section at its end, before the next section's heading."""

    def __init__(self, state: State, md: Markdown) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ET.Element) -> None:
        site = self.state.site
        if site is None:
            return
        here = site.index.sections_on.get(self.state.page, {})
        children = list(root)
        waiting: Entity | None = None
        root[:] = []
        for child in children:
            section = here.get(child.get("id", ""))
            if section:
                self._close(root, waiting)
                waiting = section
            root.append(child)
        self._close(root, waiting)

    def _close(self, root: ET.Element, section: Entity | None) -> None:
        site = self.state.site
        if section is None or site is None:
            return
        html = panel(site, section, self.state.page, False)
        if html:
            ET.SubElement(root, "div").text = self.md.htmlStash.store(str(html))


class _Profile(Treeprocessor):
    """Puts the evidence profile of a finding right under the heading of its page."""

    def __init__(self, state: State, md: Markdown) -> None:
        super().__init__(md)
        self.state = state

    def run(self, root: ET.Element) -> None:
        site = self.state.site
        page = site.trace.pages.get(self.state.page) if site else None
        if site is None or page is None or not page.owner or site.trace.entities[page.owner].kind != "finding":
            return
        heading = next((number for number, child in enumerate(root) if child.tag == "h1"), None)
        if heading is not None:
            element = ET.Element("div")
            element.text = self.md.htmlStash.store(str(profile_view(site, site.trace.entities[page.owner])))
            root.insert(heading + 1, element)


class _View(Block):  # type: ignore[misc]
    """`/// view | name arguments`, closed by a line `///`."""

    NAME = "view"
    ARGUMENT = True
    state: State

    def on_create(self, parent: ET.Element) -> ET.Element:
        element = ET.SubElement(parent, "div", {"class": "spor-view"})
        if self.state.site is not None and self.state.view(self.argument):
            html = render_view(self.state.site, self.state.page, self.argument)
            element.text = self.md.htmlStash.store(str(html))
        return element


class _Views(BlocksExtension):  # type: ignore[misc]
    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: object) -> None:
        bound = type("View", (_View,), {"state": self.state})
        block_mgr.register(bound, self.getConfigs())  # type: ignore[attr-defined]


class SporExtension(Extension):
    """All of the above; `state` is shared with whoever converts the pages."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Link(LINK, self.state, md), "spor-link", _PRIORITY)
        md.inlinePatterns.register(_Citation(CITATION, self.state, md), "spor-citation", _PRIORITY)
        if self.state.site is not None and self.state.site.foreign.terms:
            md.inlinePatterns.register(ForeignTerm(self.state.site.foreign, md), "spor-foreign", _LAST)
        md.treeprocessors.register(_SectionPanels(self.state, md), "spor-panels", _AFTER_ATTRIBUTES)
        md.treeprocessors.register(_Profile(self.state, md), "spor-profile", _AFTER_ATTRIBUTES)
        _Views(self.state).extendMarkdown(md)
