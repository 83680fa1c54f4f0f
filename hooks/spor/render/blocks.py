"""Where the conversion of the pages is; and what gives each element of a page the address of its block, a mark that
leads to it, and in chapters what stands beside.

The blocks have been split before (`read/blocks.py`), by the same parser; where the two differ, nothing is guessed.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from markdown.util import STX, HtmlStash
from markupsafe import Markup

from spor.read.blocks import parts
from spor.read.syntax import heading
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.block import Block, Cited
from spor.trace.problem import Problem, problem_at, reports
from spor.trace.trace import grouped

#: Blocks that a reader may cite; headings have a mark of the theme's own.
_MARKED = frozenset({"paragraph", "item", "definition"})
#: Elements of a chapter, right below its root, that notes can stand beside.
_NOTED = frozenset({"aside", "blockquote", "dl", "ol", "p", "ul"})
_NUMBERED = re.compile(r"(?:(?P<under>.+)-)?p(?P<number>\d+)")


@dataclass
class Cursor:
    """Where the conversion is: the site, the page, and what of it has still to come out.

    `strange` is where Markdown and the trace do not agree, `blocks` are the page's elements with their blocks.
    """

    site: Site
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


def address(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Pairs the elements with the blocks, before what stands inline is read, and gives them their ids."""
    page = cursor.site.trace.pages.get(cursor.page)
    if page is None:
        return
    found = list(parts(root, stash.rawHtmlBlocks))
    if [part.kind for part in found] != [block.kind for block in page.blocks]:
        what = f"Markdown makes {len(found)} blocks of this page, and {len(page.blocks)} were read: is it an extension?"
        cursor.strange.append(problem_at(page.place, "not-rendered", what))
        return
    for part, block in zip(found, page.blocks, strict=True):
        if part.element.tag == "p" and part.kind in ("code", "html"):  # its element goes when the HTML comes back
            inner = ET.SubElement(part.element, "p")
            inner.text, part.element.text = part.element.text, None
            part.element.tag = "div"
        given = heading(part.level, part.source, 0).anchor if part.kind == "heading" else part.element.get("id")
        if not given:  # an id that the writer gave comes with the attributes
            part.element.set("id", block.address)
        cursor.blocks.append((part.element, block))


def mark(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Puts a mark at the beginning of each block that a reader may cite; the script shows what can be done there.

    Only one can be reached with the tab key. The script makes that the one of the paragraph in which the focus is, and
    it stands before the paragraph's links: so it is one step back from these, and never in the way to the next ones.
    """
    marked = [(element, block) for element, block in cursor.blocks if block.kind in _MARKED]
    for number, (element, block) in enumerate(marked):
        numbered = _NUMBERED.fullmatch(block.address)
        attributes = {
            "class": "spor-mark",
            "href": f"#{block.address}",
            "aria-label": _place(cursor, numbered),
            "data-number": numbered["number"] if numbered else "",
        }
        first = next(iter(element), None)
        if first is not None and first.tag == "p" and not (element.text or "").strip():
            element = first  # of an item with paragraphs
        begin = ET.Element("a", attributes | ({"tabindex": "-1"} if number else {}))
        begin.tail, element.text = element.text, None
        element.insert(0, begin)


def _place(cursor: Cursor, numbered: re.Match[str] | None) -> str:
    """What a block is called: `§ 6.2.1, avsnitt 3`; under a heading that is no section, by its words."""
    site, name = cursor.site, cursor.site.label("block", "name")
    if numbered is None:
        return name
    name, under = f"{name} {numbered['number']}", numbered["under"]
    if not under:
        return name
    section = site.trace.sections_on.get(cursor.page, {}).get(under)
    above = (block.text for block in site.trace.pages[cursor.page].blocks if block.address == under)
    return f"{site.short(section) if section else site.locale.quoted(next(above, under))}, {name}"


def note(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Puts beside each paragraph of a chapter the statements and works in it."""
    if cursor.page not in cursor.site.chapters:
        return
    blocks = {id(element): block for element, block in cursor.blocks}
    for position, child in enumerate(root):
        within = [blocks[id(element)] for element in child.iter() if id(element) in blocks]
        made = _notes(cursor.site, cursor.page, within) if child.tag in _NOTED else ""
        if made:
            root[position] = ET.Element("div", {"class": "spor-noted"})
            root[position].append(child)
            ET.SubElement(root[position], "div").text = stash.store(str(made))


def _notes(site: Site, here: str, blocks: Sequence[Block]) -> Markup:
    """The notes beside some blocks, who says what in them and which works they cite, deferred past the search.

    Nothing where they hold no evidence and cite nothing.
    """
    entities = site.trace.entities
    linked = [entities[link] for link in dict.fromkeys(chain(*(block.links for block in blocks))) if link in entities]
    evidence = [entity for entity in linked if site.trace.role(entity) == "evidence" and not entity.withdrawn]
    works = [work for work in _cited(blocks) if work.key in entities]
    if not evidence and not works:
        return Markup("")

    def made() -> Markup:
        # who says it and what, in a few words; of what nobody says, its name
        lines = [(e, site.head(e) if site.trace.kind(e).head else site.name(e), "") for e in evidence]
        for work in works:
            source, prefix = entities[work.key], f"{work.prefix} " if work.prefix else ""
            lines.append((source, f"{prefix}{site.author_year(source)}", work.locator))
        counts = Counter(entity.kind for entity in dict.fromkeys(entity for entity, *_ in lines))
        summary = ", ".join(site.locale.counted(number, kind) for kind, number in counts.items())
        return render("notes.html", site=site, here=here, notes=lines, summary=summary)

    return site.deferred.put(made)


def _cited(blocks: Iterable[Block]) -> list[Cited]:
    """The works that the blocks cite, each once for each of its pages; without pages only where none are named."""
    works = list(dict.fromkeys(chain(*(block.citations for block in blocks))))
    paged = {work.key for work in works if work.locator}
    return [work for work in works if work.locator or work.key not in paged]
