"""Splits a page into its blocks, as Python-Markdown does: its own parser runs, and stops before what stands inline.

So the blocks of a page are the elements that its conversion makes, by construction: :func:`parts` names them in either
tree. (Where a hook of ours converts a page, it gives each element the address of its block.)
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, STX
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block as Directive

from spor.read.addresses import Former, addressed
from spor.read.plain import block
from spor.read.syntax import FENCED, VIEW, Lines, heading
from spor.trace.block import Block
from spor.trace.schema import Kind
from spor.trace.trace import Entity

#: What a page may be made of: all that decides, of the extensions in mkdocs.yml, where a block begins and ends.
EXTENSIONS = ("abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
#: After the footnotes have come (50), before what stands inline is read (20).
BEFORE_INLINE = 30
#: The class of the line that names the editors: no writer has written it.
EDITORS_NAME = "spor-editors__name"
_TEXTS = {"p": "paragraph", "li": "item", "th": "cell", "td": "cell", "dt": "term", "dd": "definition", "pre": "code"}
_HEADING = re.compile(r"h([1-6])")
#: Elements that hold blocks and are none.
_FRAMES = frozenset({"aside", "blockquote", "dl", "hr", "ol", "table", "tbody", "thead", "tr", "ul"})


@dataclass(frozen=True)
class Part:
    """An element of a page that is a block: of which kind, and its source."""

    element: ET.Element
    kind: str
    source: str
    level: int = 0
    editors: bool = False


def parts(root: ET.Element, stashed: Sequence[Any], editors: bool = False) -> Iterator[Part]:
    """The elements of a page that are blocks, in their order; `root` is its tree before what is inline has been read.

    `stashed` is what HTML and code the parser has put aside (`htmlStash.rawHtmlBlocks`); `editors`: they speak.
    """
    for element in root:
        classes = element.get("class", "").split()
        level = _HEADING.fullmatch(element.tag)
        if "spor-view" in classes:
            yield Part(element, "view", element.get("data-call", ""), editors=editors)
        elif EDITORS_NAME in classes:
            continue
        elif level:
            yield Part(element, "heading", _own(element), int(level[1]), editors)
        elif element.tag == "p" and (stash := HTML_PLACEHOLDER_RE.fullmatch(_own(element))):
            raw = stashed[int(stash[1])]
            if isinstance(raw, str) and not raw.lstrip().startswith("<!--"):
                yield Part(element, "code" if raw.lstrip().startswith("<pre") else "html", raw, editors=editors)
        elif element.tag in _TEXTS:
            yield from _text(element, stashed, editors)
        else:
            if element.tag not in _FRAMES and _own(element):
                yield Part(element, "html", _own(element), editors=editors)
            yield from parts(element, stashed, editors or "spor-editors" in classes)


def _text(element: ET.Element, stashed: Sequence[Any], editors: bool) -> Iterator[Part]:
    """An element with text of its own; of an item with several paragraphs, the first is the item's."""
    kind = _TEXTS[element.tag]
    first = next(iter(element), None)
    inner = ET.Element("div")
    inner.extend(element)
    if element.get("id", "").startswith("fn:"):
        kind = "footnote"
    if kind == "code":
        yield Part(element, kind, "".join(element.itertext()), editors=editors)
        return
    if not _own(element) and first is not None and first.tag == "p" and not HTML_PLACEHOLDER_RE.fullmatch(_own(first)):
        yield Part(element, kind, _own(first), editors=editors)
        inner.remove(first)
    else:
        yield Part(element, kind, _own(element), editors=editors)
    yield from parts(inner, stashed, editors)


def _own(element: ET.Element) -> str:
    """The source that an element itself holds, without the mark that the way back from a footnote leaves in it."""
    return re.sub(f"{STX}qq\\d+zz.", "", element.text or "").strip()


class _View(Directive):  # type: ignore[misc]  # untyped library
    NAME = "view"
    ARGUMENT = True

    def on_create(self, parent: ET.Element) -> ET.Element:
        return ET.SubElement(parent, "div", {"class": "spor-view", "data-call": self.argument})


class _Editors(Directive):  # type: ignore[misc]
    NAME = "editors"

    def on_create(self, parent: ET.Element) -> ET.Element:
        return ET.SubElement(parent, "aside", {"class": "spor-editors"})


class _Directives(BlocksExtension):  # type: ignore[misc]
    def extendMarkdownBlocks(self, md: Markdown, manager: Any) -> None:
        for directive in (_View, _Editors):
            manager.register(directive, self.getConfigs())


class _Capture(Treeprocessor):
    """Keeps the blocks of a tree, and empties it: nothing more is to be made of it."""

    found: tuple[Part, ...] = ()

    def run(self, root: ET.Element) -> None:
        self.found = tuple(parts(root, self.md.htmlStash.rawHtmlBlocks)) if self.md else ()
        root[:] = []


class Splitter:
    """Splits pages; made once for many. `language` (BCP 47) tells how numbers and dates are written."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._markdown = Markdown(extensions=[*EXTENSIONS, _Directives()])
        self._capture = _Capture(self._markdown)
        self._markdown.treeprocessors.register(self._capture, "blocks", BEFORE_INLINE)

    def __call__(self, text: str, first: int = 1, former: Sequence[Former] = ()) -> tuple[Block, ...]:
        """The blocks of a page's text without its front matter, which begins on line `first` of the file.

        `former` are the addresses that the page has had before.
        """
        self._markdown.reset()
        self._markdown.convert(text)
        found = self._capture.found
        self._capture.found = ()
        return addressed(tuple(self._blocks(found, text, first)), former)

    def _blocks(self, found: Iterable[Part], text: str, first: int) -> Iterator[Block]:
        place = _Places(text, first)
        for part in found:
            title = heading(part.level, part.source, 0)
            source = title.text if part.kind == "heading" else part.source
            own = title.anchor if part.kind == "heading" else part.element.get("id", "")
            yield block(part.kind, own, place.of(part), source, self._language, part.level, part.editors)


def fields(entity: Entity, kind: Kind, language: str) -> Iterator[Block]:
    """What an entity has in words of a language, as blocks, each with a name: `u-kim-oppdraget.text`,
    `ig-1.followups.2`, `aktiv-leder.reservation.text`."""
    for field in kind.fields.values():
        value = entity.fields.get(field.name) if field.in_words else None
        texts: dict[str, Any] = {}
        if field.parts and value:
            texts = {f"{field.name}.{name}": value[name] for name in value if field.parts[name].in_words}
        elif isinstance(value, tuple):
            texts = {f"{field.name}.{number}": text for number, text in enumerate(value, 1)}
        elif value:
            texts = {field.name: value}
        line = entity.where(field.name).line
        yield from (block("field", f"{entity.id}.{name}", line, text, language) for name, text in texts.items())


class _Places:
    """Finds the line of each part: they stand in the text in their order, but for footnotes."""

    def __init__(self, text: str, first: int) -> None:
        self._text, self._line, self._at = text.expandtabs(4), Lines(text, first), 0

    def of(self, part: Part) -> int:
        """The line on which a part begins; that of the part before where it cannot be found."""
        if part.kind == "footnote":
            name = part.element.get("id", "").removeprefix("fn:")
            return self._line(max(0, self._text.rfind(f"[^{name}]:")))
        if part.kind == "view":
            found = VIEW.search(self._text, self._at)
            start, self._at = (found.start("call"), found.end()) if found else (self._at, self._at)
            return self._line(max(0, start))
        if part.kind == "code" and part.element.tag == "p" and (fence := FENCED.search(self._text, self._at)):
            self._at = fence.end()
            return self._line(fence.start())
        start = -1
        for line in part.source.split("\n"):
            found_at = self._text.find(line.strip(), self._at) if line.strip() else -1
            if found_at >= 0:
                start = found_at if start < 0 else start
                self._at = found_at + len(line.strip())
        return self._line(self._at if start < 0 else start)
