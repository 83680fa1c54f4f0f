"""HTML as Typst: what the body of the PDF is set from.

Text goes out as strings (`#"so it is"`), in which Typst sees no marks, and elements as calls of functions; those named
`book-…` stand in `theme/book.typ`. A place that a link leads to gets a label, where its first word stands.
"""

import re

from lxml.html import HtmlElement

from spor.publish.html import BLOCKS, HEADINGS

_SPACE = re.compile(r"[ \t\n\r\f]+")
#: The function for each element that has one; of what is not here, only the content is shown.
_CALLS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), "emph"),
    **dict.fromkeys(("del", "s"), "strike"),
    **dict.fromkeys(("ins", "u"), "underline"),
    "blockquote": "quote(block: true)",
    "mark": "highlight",
    "sub": "sub",
    "sup": "super",
}
_LITERAL = frozenset({"code", "kbd", "samp", "tt"})
#: Within these the type is small, and nearly all is links; a line under each would be noise.
_SMALL = frozenset({"book-note", "book-trace", "book-type", "caption", "figcaption", "table"})
_NUMBERINGS = {"a": "a.", "A": "A.", "i": "i.", "I": "I."}
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"'}


def typst(root: HtmlElement) -> str:
    """The Typst of what an element holds."""
    return _Writer(root).blocks(root)


def quoted(text: str) -> str:
    """A string of Typst's."""
    return f'"{text.translate(_ESCAPES)}"'


class _Writer:
    """Goes through an element, and remembers what the next word depends on."""

    def __init__(self, root: HtmlElement) -> None:
        self.footnotes = {note.get("id"): note for note in root.iter("aside")}
        self.labels = ""  # those that wait for a word
        self.blank = True  # a space here would be one too many

    def blocks(self, node: HtmlElement) -> str:
        """What an element holds: paragraphs and what stands between them, or only words."""
        pieces: list[str] = []
        run = self._text(node.text, begins=True)
        for child in node:
            if child.tag in BLOCKS:
                pieces += [run, self._block(child)]
                run = self._text(child.tail, begins=True)
            else:
                run += self._inline(child) + self._text(child.tail)
        pieces.append(run + self._waiting())
        return "\n".join(filter(None, pieces))

    def _block(self, node: HtmlElement) -> str:
        if node.tag in HEADINGS:
            return self._heading(node)
        if node.tag == "aside":  # a footnote, which stands where its number does
            return ""
        self._label(node)
        content = self._called(node, self._inner(node))
        return f"{content}\n" if node.tag == "p" else content

    def _inner(self, node: HtmlElement) -> str:
        match node.tag:
            case "p":
                return self._words(node)
            case "ul" | "ol":
                return self._list(node)
            case "dl":
                return self._terms(node)
            case "table":
                return self._table(node)
            case "figure":
                return self._figure(node)
            case "pre":
                return f"{self._waiting()}#raw(block: true, {quoted(node.text_content().strip())})"
            case "hr":
                return "#horizontalrule"
        return self.blocks(node)

    def _heading(self, node: HtmlElement) -> str:
        content, name = self._words(node), _name(node)
        if name:
            return f"#{name}[{content}]"
        listed = ", outlined: false" if "unlisted" in node.classes else ""
        label = f"<{node.get('id')}>" if "id" in node.attrib else ""
        return f"#heading(level: {node.tag[1]}{listed})[{content}]{label}"

    def _list(self, node: HtmlElement) -> str:
        items = node.findall("li")
        tight = "false" if any(item.find("p") is not None for item in items) else "true"
        how = f"tight: {tight}"
        if node.tag == "ol":
            how += f", start: {node.get('start', '1')}, numbering: {quoted(_NUMBERINGS.get(node.get('type'), '1.'))}"
        return f"#{'list' if node.tag == 'ul' else 'enum'}({how}, {', '.join(map(self._content, items))})"

    def _terms(self, node: HtmlElement) -> str:
        items: list[list[str]] = []
        for part in node.xpath("dt | dd | div/dt | div/dd"):
            if part.tag == "dt" or not items:
                items.append([])
            items[-1].append(self._content(part))
        entries = (f"terms.item({term}, {' + parbreak() + '.join(rest) or '[]'})" for term, *rest in items)
        return f"#terms({', '.join(entries)})"

    def _table(self, node: HtmlElement) -> str:
        parts = [f"caption: {self._content(caption)}" for caption in node.findall("caption")]
        rows = list(node.iter("tr"))
        count = max(map(_width, rows), default=1)
        widths = [column.get("style").removeprefix("width: ") for column in node.iter("col")]
        parts.append(f"columns: ({', '.join(widths)},)" if widths else f"columns: {count}")
        head = [self._cell(cell) for row in node.iterfind("thead/tr") for cell in row]
        parts += [f"table.header({', '.join(head)})"] if head else []
        spans = node.find(".//*[@rowspan]") is not None  # else a row that is too short is filled up
        for row in (row for row in rows if row.getparent().tag != "thead"):
            parts += [*map(self._cell, row)] + ["[]"] * (0 if spans else count - _width(row))
        return f"#book-table({', '.join(parts)})"

    def _cell(self, cell: HtmlElement) -> str:
        self._label(cell.getparent())
        spans = [f"{name}: {cell.get(name)}" for name in ("colspan", "rowspan") if name in cell.attrib]
        return f"table.cell({', '.join(spans)}){self._content(cell)}" if spans else self._content(cell)

    def _figure(self, node: HtmlElement) -> str:
        caption = node.find("figcaption")
        argument = "" if caption is None else f"caption: {self._content(caption)}, "
        inner = [child for child in node if child is not caption]
        parts = [f"#{_image(child)}" if child.tag == "img" else self._block(child) for child in inner]
        return f"#figure({argument}[{self._waiting()}{' '.join(parts)}])"

    def _content(self, node: HtmlElement) -> str:
        """What a part of a list, a table or a figure holds."""
        self._label(node)
        return f"[{self.blocks(node)}]"

    def _words(self, node: HtmlElement) -> str:
        """A paragraph or a heading."""
        self.blank = True
        return f"{self._run(node)}{self._waiting()}"

    def _run(self, node: HtmlElement) -> str:
        parts = (self._inline(child) + self._text(child.tail) for child in node)
        return self._text(node.text) + "".join(parts)

    def _inline(self, node: HtmlElement) -> str:
        """An element within a line."""
        if node.tag in BLOCKS:
            return self._block(node)
        self._label(node)
        if node.tag == "br":
            self.blank = True
            return "#linebreak()"
        if node.tag == "img" or node.tag in _LITERAL or node.get("role") == "doc-noteref":
            self.blank = False
            return self._waiting() + self._thing(node)
        content, name = self._run(node), _name(node)
        targets = [quoted(href[1:]) for link in node.iter("a") if (href := link.get("href", "")).startswith("#")]
        if name == "book-places" and targets:
            return f"#book-places({', '.join(targets)})"
        if name == "book-ref":
            return content + "".join(f"#book-ref({target})" for target in targets[:1])
        if node.tag == "a" and content and node.get("href"):
            called = f"to({targets[0]})" if targets else f"link({quoted(node.get('href'))})"
            small = any(_SMALL & {above.tag, _name(above)} for above in node.iterancestors())
            return f"#{called}[{content}]" if small else f"#underlined({called}[{content}])"
        return self._called(node, content)

    def _thing(self, node: HtmlElement) -> str:
        """What stands in a line like a word."""
        if node.tag == "img":
            return f"#box({_image(node)})"
        if node.tag in _LITERAL:
            return f"#raw({quoted(node.text_content())})"
        note = self.footnotes.get(node.get("href")[1:])
        content = "" if note is None else self.blocks(note)
        self.blank = False
        return f"#footnote[{content}]"

    def _called(self, node: HtmlElement, content: str) -> str:
        """The content in the calls that an element means."""
        call = _CALLS.get(node.tag)
        if node.tag == "sup" and any(inner.get("role") == "doc-noteref" for inner in node):
            call = None  # the number of a footnote is raised already
        language = node.get("lang", "").partition("-")[0]
        for function in (call, language and f"text(lang: {quoted(language)})", _name(node)):
            if function and content:
                content = f"#{function}[{content}]"
        return content

    def _text(self, text: str | None, begins: bool = False) -> str:
        self.blank |= begins
        words = _SPACE.sub(" ", text or "")
        words = words.removeprefix(" ") if self.blank else words
        if not words:
            return ""
        self.blank = words.endswith(" ")
        return f"{self._waiting()}#{quoted(words)}"

    def _label(self, node: HtmlElement) -> None:
        if "id" in node.attrib:
            self.labels += f"#metadata(none)<{node.attrib['id']}>"

    def _waiting(self) -> str:
        """The labels that wait for a word, for the last time."""
        labels, self.labels = self.labels, ""
        return labels


def _name(node: HtmlElement) -> str:
    """The function of the book that an element's class means."""
    return next((name for name in node.get("class", "").split() if name.startswith("book-")), "")


def _width(row: HtmlElement) -> int:
    return sum(int(cell.get("colspan", "1")) for cell in row)


def _image(node: HtmlElement) -> str:
    """An image; one without words only adorns."""
    image, words = f"image({quoted(node.get('src'))}", node.get("alt", "")
    return f"{image}, alt: {quoted(words)})" if words else f"pdf.artifact({image}))"
