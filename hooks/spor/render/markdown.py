"""The extension of Python-Markdown: `[[…]]`, `[@…]`, `/// view | …` and the backlinks of sections.

It follows one page at a time: whoever converts calls `cursor.enter` first.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, HtmlStash
from markupsafe import Markup
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block

from spor.read.blocks import BEFORE_INLINE, EDITORS_NAME
from spor.read.page import link_target
from spor.read.syntax import LINK
from spor.render.backlinks import backlinks
from spor.render.blocks import AtCursor, Cursor, address, mark, note
from spor.render.citations import TOKEN, typed
from spor.render.languages import Foreign
from spor.render.pages import original_title
from spor.render.site import SECTION_END, Site
from spor.render.views import render_view
from spor.render.views.claims import profile_view
from spor.render.views.map import claim_map
from spor.render.warrants import gloss
from spor.trace.warrant import Warrant

#: Lower than code spans (190); higher than escapes (180), since a table escapes the bar of a link,
#: and than links and footnotes (175 and below).
_PRIORITY = 185
#: After all that may hold a term in what is no text: links, addresses, HTML.
_LAST = 10
#: Last: code and HTML are back in the text.
_AT_THE_END = 1
#: After the attribute lists (8), so that headings have their ids; before the tree becomes text.
_AFTER_ATTRIBUTES = 3


class _Link(AtCursor, InlineProcessor):
    """`[[id]]`, `[[id|text]]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        site, (target, warrant) = self.cursor.site, link_target(m["target"].strip())
        entity, anchor = site.trace.entities.get(target), self.cursor.anchor(m[0])
        if entity is None or not anchor:
            return None, None, None
        text = " ".join(m["text"].split()) if m["text"] else site.link_text(entity, data[: m.start()])
        html = site.link(self.cursor.page, entity, text, anchor)
        if warrant:
            html = quoted(site, html, warrant)
        return self.md.htmlStash.store(str(html)), m.start(), m.end()


def quoted(site: Site, link: Markup, warrant: Warrant) -> Markup:
    """A link to a section with the words of the thesis that it quotes."""
    words = site.label("warrant", "quotation")
    return Markup('<span class="spor-warrant" data-search-exclude>{}<q{} title="{}">{}</q>{}</span>').format(
        link,
        site.quotation_language,
        words,
        site.foreign.mark(site.locale.quoted(warrant.words)),
        gloss(site, warrant.words, "[]"),
    )


class _Citation(AtCursor, InlineProcessor):
    """The token of a citation (`[@key, s. 1]`) that mkdocs-bibtex has found."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        anchor = self.cursor.anchor(typed(m))
        if not anchor:
            return None, None, None
        html = self.cursor.site.cite(self.cursor.page, typed(m), anchor)
        return self.md.htmlStash.store(str(html)), m.start(), m.end()


class _TypedAgain(Postprocessor):
    """Puts what was typed in the place of the tokens that are left: those in code."""

    def run(self, text: str) -> str:
        return re.sub(TOKEN, typed, text)


class ForeignTerm(InlineProcessor):
    """A term of another language."""

    def __init__(self, foreign: Foreign, md: Markdown) -> None:
        super().__init__(foreign.pattern.pattern, md)
        self.foreign = foreign

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]
        element = ET.Element("span", {"lang": self.foreign.language(m[0])})
        element.text = AtomicString(m[0])  # or the term is found again where it stands in emphasis
        return element, m.start(), m.end()


def page_end(site: Site, path: str) -> str:
    """What stands at the end of a page of an entity: its backlinks; after them, of a claim, its own map."""
    entity = site.owner(path)
    if entity is None:
        return ""
    own = str(claim_map(site, entity, path)) if site.trace.role(entity) == "claim" else ""
    return str(backlinks(site, entity, path)) + own


def _end_sections(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Puts the backlinks of each section at its end, before the next section's heading."""
    here = cursor.site.trace.sections_on.get(cursor.page, {})
    begins = [number for number, child in enumerate(root) if child.get("id", "") in here]
    for begin, end in reversed(list(pairwise([*begins, len(root)]))):  # each moves what comes after it
        html = backlinks(cursor.site, here[root[begin].get("id", "")], cursor.page, False)
        if html:
            panel = ET.Element("div", {"class": SECTION_END})
            panel.text = stash.store(str(html))
            root.insert(end, panel)


def _profile(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Puts what an entity is at a glance under its page's heading: a claim's evidence, a question in the original."""
    entity = cursor.site.owner(cursor.page)
    heading = next((number for number, child in enumerate(root) if child.tag == "h1"), None)
    if entity is None or heading is None:
        return
    makers = {"claim": profile_view, "question": original_title}
    make = makers.get(cursor.site.trace.role(entity))
    if made := make(cursor.site, entity) if make else "":
        element = ET.Element("div")
        element.text = stash.store(str(made))
        root.insert(heading + 1, element)


class _OnTree(AtCursor, Treeprocessor):
    """Has some of the above change the elements of the page, one after the other."""

    def __init__(self, cursor: Cursor, md: Markdown, *steps: Callable[[Cursor, ET.Element, HtmlStash], None]) -> None:
        super().__init__(cursor, md)
        self.steps = steps

    def run(self, root: ET.Element) -> None:
        for step in self.steps:
            step(self.cursor, root, self.md.htmlStash)


class _View(Block):  # type: ignore[misc]
    """`/// view | name arguments`, closed by a line `///`."""

    NAME = "view"
    ARGUMENT = True

    def on_create(self, parent: ET.Element) -> ET.Element:
        cursor: Cursor = self.config["cursor"]
        element = ET.SubElement(parent, "div", {"class": "spor-view"})
        if cursor.view(self.argument):
            html = render_view(cursor.site, cursor.page, self.argument)
            element.text = self.md.htmlStash.store(str(html))
        return element


class _Editors(Block):  # type: ignore[misc]
    """`/// editors`: what the editors say, and the thesis does not; closed by a line `///`."""

    NAME = "editors"

    def on_create(self, parent: ET.Element) -> ET.Element:
        words = self.config["cursor"].site.label("editors", "name")
        # a note, and no landmark: a page may have many
        element = ET.SubElement(parent, "aside", {"class": "spor-editors", "role": "note", "aria-label": words})
        ET.SubElement(element, "p", {"class": EDITORS_NAME}).text = words
        return element


class TraceExtension(BlocksExtension):  # type: ignore[misc]
    """All of the above; `cursor` is shared with whoever converts the pages."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__()
        self.cursor = cursor

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        for block in (_View, _Editors):
            block_mgr.register(block, {"cursor": self.cursor})

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.inlinePatterns.register(_Link(self.cursor, LINK, md), "spor-link", _PRIORITY)
        md.inlinePatterns.register(_Citation(self.cursor, TOKEN, md), "spor-citation", _PRIORITY)
        if self.cursor.site.foreign.terms:
            md.inlinePatterns.register(ForeignTerm(self.cursor.site.foreign, md), "spor-foreign", _LAST)
        md.treeprocessors.register(_OnTree(self.cursor, md, address), "spor-addresses", BEFORE_INLINE)
        around = _OnTree(self.cursor, md, mark, note, _end_sections, _profile)
        md.treeprocessors.register(around, "spor-around", _AFTER_ATTRIBUTES)
        md.postprocessors.register(_TypedAgain(md), "spor-typed", _AT_THE_END)
