"""Gives each element of a page the address of its block, a mark that leads to it, and in chapters what stands beside.

The blocks have been split before (`read/blocks.py`), by the same parser; where the two differ, nothing is guessed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from markdown.util import HtmlStash
from markupsafe import Markup

from spor.read.blocks import parts
from spor.read.syntax import heading
from spor.render.cursor import Cursor
from spor.render.site import Site
from spor.render.templates import render
from spor.trace.block import Block, Cited

#: Blocks that a reader may cite; headings have a mark of the theme's own.
_MARKED = frozenset({"paragraph", "item", "definition"})
#: Elements of a chapter, right below its root, that notes can stand beside.
_NOTED = frozenset({"aside", "blockquote", "dl", "ol", "p", "ul"})
_NUMBERED = re.compile(r"(?:(?P<under>.+)-)?p(?P<number>\d+)")


def address(cursor: Cursor, root: ET.Element, stash: HtmlStash) -> None:
    """Pairs the elements with the blocks, before what stands inline is read, and gives them their ids."""
    page = cursor.site.trace.pages.get(cursor.page)
    if page is None:
        return
    found = list(parts(root, stash.rawHtmlBlocks))
    if [part.kind for part in found] != [block.kind for block in page.blocks]:
        cursor.differ(page, len(found))
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

    return site.deferred.put(made, searched=False)


def _cited(blocks: Iterable[Block]) -> list[Cited]:
    """The works that the blocks cite, each once for each of its pages; without pages only where none are named."""
    works = list(dict.fromkeys(chain(*(block.citations for block in blocks))))
    paged = {work.key for work in works if work.locator}
    return [work for work in works if work.locator or work.key not in paged]
