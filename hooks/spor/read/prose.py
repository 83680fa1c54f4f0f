"""What the prose of a page may not hold: links that are none, HTML that is not whole or not safe, foreign addresses,
and what would be shown otherwise than its writer meant, or not at all, since Markdown drops it or prints its marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spor.read.safe import address_fault, unsafe_tags
from spor.read.syntax import CITATION, LINK, Fault, blanked
from spor.trace.problem import reports

_WHOLE = re.compile(f"{LINK}|{CITATION}")
#: A link of Markdown, with an address or a label for it, once the links and citations within are out.
_MARKDOWN_LINK = re.compile(r"\[(?<!\\\[)[^\[\]]*\](?=\(|\[[^\[\]])")
#: What begins as a link or a citation, once the whole ones are out. `[@name](…)` is a link of Markdown.
_HALF = re.compile(r"\[(?<!\\\[)(?:\[|-?@\w(?![^\[\]]*\]\())")
#: Brackets that mean something, and the end of a paragraph.
_SIGN = re.compile(r"\\\[|(?<!\\)(?:\[\[?|\]\]?)|\n[ \t]*\n")
#: More brackets than any paragraph ends.
_DEEP = 1_000
#: An address right after a link of ours.
_ADDRESS_AFTER = re.compile(r"\((?:https?://|#|[\w./-]+\.md\b)[^()\s]*\)")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<more>(?:\s[^<>]*)?)>|<[A-Za-z/?!][^<>\n]*$", re.MULTILINE)
_AUTOMATIC = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>|<[\w.+-]+@[\w.-]+>")
#: Tags that have no end.
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"})
#: Where Markdown has an address.
_INLINE = re.compile(r"\]\(\s*<?\s*(?P<address>[^\s()<>]+)")
_REFERENCE = re.compile(r"^[ ]{0,3}\[(?!\^)(?P<label>[^\[\]]+)\]:\s*<?\s*(?P<address>[^\s<>]+)", re.MULTILINE)
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\])?")
_BARE = re.compile(r"<(?P<address>[A-Za-z][\w+.-]*:[^<>\s]*)>")

#: What version control leaves where two edits meet.
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?:[ \t].*)?$", re.MULTILINE)
#: UTF-8 that has been read as another encoding, the sign for what could not be read, and a mark of order in mid-text.
_GARBLED = re.compile("\ufffd|\ufeff|[ÃÂ][\u0080-\u00bf¡-¿]|â€[\u0080-\u00ff™œ“”˜]?")
_ADMONITION = re.compile(r"^(?:!!!|\?\?\?\+?)\s+\w+", re.MULTILINE)
_BLOCK = re.compile(r"^/{3,}[ ]*(?P<name>[\w-]+)(?P<rest>.*)$", re.MULTILINE)
#: A line that begins a block, or (without a name) ends one.
_EDGE = re.compile(r"^(?P<slashes>/{3,})[ \t]*(?P<name>(?:view|editors)[ ]*(?:\|.*)?)?$", re.MULTILINE | re.IGNORECASE)
_FEW_SLASHES = re.compile(r"^//?[ ]*(?:view[ ]*\||editors[ ]*$).*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)")
_BARE_KEY = re.compile(r"(?<![\w\[@./-])@(?P<key>[A-Za-z]\w+(?:-\w+)*)\b(?![\w.]*\.\w)")
_ODD_KEY = re.compile(r"\[[^\[\]]*@(?:\{|@)[^\[\]]*\]")
_OUTER = re.compile(r"^\||(?<!\\)\|$")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t:|-]+")
#: A line that Markdown takes for a heading, and whoever reads it for a hash.
_TIGHT = re.compile(r"^#{1,6}[^# \t\n].*$", re.MULTILINE)
_MANY = re.compile(r"^#{7,}", re.MULTILINE)
#: Attributes of a heading that nothing ends.
_HALF_LIST = re.compile(r"^#{1,6}[ \t].*?(?P<list>\{[#:][^{}\n]*)$", re.MULTILINE)
#: The end of a sentence, and a line right below it that was meant to part two texts.
_UNDERLINED = re.compile(r"(?:(?<=\n\n)|\A\n?)[^\s#|>-].*[.:;!?]\n(?P<mark>-{2,}|={2,})[ \t]*$", re.MULTILINE)
#: Braces after a heading that hold no attribute: they would vanish.
_NO_ID = re.compile(r"^#{1,6}[ \t].*[ ]\{(?![#.:])[^{}=\n]*\}[ \t]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"^(?:.*\S.*(?:\n|\Z))+", re.MULTILINE)
_NUMBERED = re.compile(r"(?P<number>\d{1,9})\.[ \t]+(?=\S)")
_ITEM = re.compile(r"(?:\d+\.|[-*+])[ \t]")
#: What is indented by fewer spaces than Python-Markdown wants.
_SHALLOW = re.compile(r"^[ ]{2,3}(?:\d+\.|[-*+])[ \t]+\S.*", re.MULTILINE)
_SHALLOW_TEXT = re.compile(r"[ ]{2,3}[^\s|>]")
_PAGE = r"(?:https?://|[\w./-]+\.md\b)"
_IMAGE = r"\.(?:png|jpe?g|gif|svg|webp|avif)"
#: What other dialects of Markdown know, and what is nearly a link or a picture; each with what to do about it.
_FOREIGN = tuple(
    (re.compile(form, re.MULTILINE), mend)
    for form, mend in (
        (rf"(?<!\\)\[[^\[\]\n]+\][ ]{{1,2}}\({_PAGE}[^()\s]*\)", "nothing may stand between the words and the address"),
        (rf"\([^()\n]+\)\[{_PAGE}[^\[\]\s]*\]", "write [words](address)"),
        (rf"(?<!\\)\[[^\[\]\n]+\]\({_PAGE}[^()\n]*$(?!\n[^()\n]*\))", "end the address with ')'"),
        (rf"!\([^()\s]+{_IMAGE}\)\[[^\[\]\n]*\]", "write ![what it shows](file)"),
        (rf"(?<!\w)![ ]{{1,2}}\[[^\[\]\n]*\]\([^()\s]+{_IMAGE}\)", "no space may follow the '!'"),
        (r"(?<!\\)\^\[[^\[\]\n]+\]", "write the note as [^1], and its text after '[^1]: '"),
        (
            r"(?<!\S)\*\*[ ](?=\S)[^*\n]*(?<=[^\s*])[ ]\*\*(?!\w)",
            "no space stands within the stars",
        ),
        (r"(?<![~\w])~~[^\s~][^~\n]*~~(?![~\w])", "there is no struck text: take it out"),
        (r"(?<![=\w])==[^\s=][^=\n]*==(?![=\w])", "there is no marked text: write *words*"),
        (r"\b\w+~\d+~|\b\w+\^\d+\^", "write <sub>2</sub> or <sup>2</sup>"),
        (r"^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]+\S.*$", "there are no boxes to tick: write a list"),
        (r"\$\$[^$\n]+\$\$", "there are no formulas: write it in words and signs"),
        (
            r"\\(?:cite[pt]?|textbf|textit|emph|footnote|section|subsection|ref|label)\*?\{[^{}\n]*\}",
            "this is no LaTeX",
        ),
        (r"^(?::::+.*|-{1,2}8<-{1,2}.*|\{%.*%\})$", "the site knows no such block"),
        (r"^.*[^\\\n]\\(?=\n[ \t]*\S)", "end a line with two spaces where a new one is to begin"),
    )
)
#: Code that has been blanked out is longer than the one space here.
_EMPTY_LINK = re.compile(r"(?<![!\\])\[(?:[^\[\]\n]+\]\([ ]?\)|[ ]?\]\([^()\s]+\))")
#: The blocks that there are.
_BLOCKS = ("view", "editors")


@reports(
    malformed_link="A link is whole, and stands in no other.",
    malformed_citation="A citation is whole, and names a work.",
    unsafe_address="A page fetches nothing from elsewhere, and leads to addresses of the web only.",
    malformed_html="A tag that begins ends.",
    unsafe_html="A page holds no program and no style: nothing that nh3 would take out.",
)
def prose_faults(body: str) -> Iterator[Fault]:
    """What is wrong with the links, the addresses and the HTML of the prose `body` of a page, its code blanked out."""
    yield from _half_links(body)
    for match in _EMPTY_LINK.finditer(body):
        yield match.start(), "malformed-link", f"'{match[0]}' has no words, or no address: write [words](address)"
    for offset, address, fetched in _addresses(body):
        if fault := address_fault(address, fetched):
            yield offset, "unsafe-address", fault
    tags = blanked(_AUTOMATIC, body)
    yield from _html(tags)
    yield from unsafe_tags(tags)


def _half_links(body: str) -> Iterator[Fault]:
    if "[[" not in body and "]]" not in body and "@" not in body:
        return
    rest = blanked(_WHOLE, body)
    for match in _HALF.finditer(rest):
        if match[0] == "[[":
            yield match.start(), "malformed-link", "write [[id]] or [[id|words]] on one line; \\[[ is no link"
        else:
            yield match.start(), "malformed-citation", "write [@key]; nothing like [x] or (x) may follow"
    yield from _stray_ends(rest)
    for match in _WHOLE.finditer(body):
        text = match["text"] or ""
        if text.strip().startswith("|") or text.strip().endswith("|"):
            yield match.start(), "malformed-link", f"'{match[0]}' has a bar too many: write [[id|words]]"
        elif match["target"] and _ADDRESS_AFTER.match(body, match.end()):
            what = f"'{match[0]}' leads to something already: the address after it would be shown as it stands"
            yield match.start(), "malformed-link", what
    if "](" in rest or "][" in rest:
        links = [match.span() for match in _MARKDOWN_LINK.finditer(rest)]
        for match in _WHOLE.finditer(body):
            if any(start < match.start() < end for start, end in links):
                what = f"'{match[0]}' stands within another link: write them side by side"
                yield match.start(), "malformed-link", what


def _stray_ends(rest: str) -> Iterator[Fault]:
    """The ends of links that have no beginning, once what is whole is out."""
    depth = 0
    for match in _SIGN.finditer(rest) if "]]" in rest else ():
        if match[0] == "[[":
            depth = _DEEP  # that is told already
        elif match[0].endswith("["):
            depth += 1
        elif match[0] == "]]" and depth < 2:
            what = "']]' ends no link: write [[id]] or [[id|words]], or \\]] for the signs"
            yield match.start(), "malformed-link", what
        depth = 0 if match[0].isspace() else max(0, depth - match[0].count("]"))


def _addresses(body: str) -> Iterator[tuple[int, str, bool]]:
    """Each address in a page: where it is, what it is, and whether the reader's browser would fetch it unasked."""
    for match in _INLINE.finditer(body):
        start = body.rfind("[", 0, match.start())
        yield match.start(), match["address"], start > 0 and body[start - 1] == "!"
    if "]:" in body:
        pictures = {(match["label"] or match["alt"]).lower() for match in _PICTURE.finditer(body)}
        for match in _REFERENCE.finditer(body):
            yield match.start(), match["address"], match["label"].lower() in pictures
    if "<" in body:
        yield from ((match.start(), match["address"], False) for match in _BARE.finditer(body))


def _html(body: str) -> Iterator[Fault]:
    """Tags without an end, and ends without a beginning."""
    opened: list[tuple[str, int]] = []
    for match in _TAG.finditer(body):
        name = (match["name"] or "").lower()
        if not name:
            yield match.start(), "malformed-html", f"'{match[0][:40]}' is no whole tag; write &lt; for the sign"
            continue
        if match["end"]:
            if opened and opened[-1][0] == name:
                opened.pop()
            else:
                yield match.start(), "malformed-html", f"'</{name}>' ends what has not begun, or not last"
        elif name not in _VOID and not match["more"].endswith("/"):
            opened.append((name, match.start()))
    for name, offset in opened:
        yield offset, "malformed-html", f"'<{name}>' has no end"


@reports(
    conflict_marker="No page holds the marks of an edit that has not been settled.",
    garbled_text="No page holds signs that another encoding has left.",
    not_markdown="A page is written in the Markdown that the site knows.",
    footnote="Each footnote is written once, and referred to.",
    open_block="A block of slashes ends where its writer means it to.",
    table_cell="The rows of a table have as many cells as its head.",
    empty_page="A page says something.",
)
def loss_faults(body: str) -> Iterator[Fault]:
    """What would be lost, or come out wrong, of the prose `body` of a page, its code blanked out."""
    yield from _signs(body)
    yield from _marks(body)
    yield from _open_blocks(body)
    yield from _footnotes(body)
    yield from _tables(body)
    if not body.strip():
        yield 0, "empty-page", "the page is empty: give it a heading and a text, or take it out"


def _signs(body: str) -> Iterator[Fault]:
    for match in _CONFLICT.finditer(body):
        yield match.start(), "conflict-marker", f"'{match[0][:20]}': settle which of the two edits holds"
    for match in _GARBLED.finditer(body):
        what = f"'{match[0]}' ({' '.join(f'U+{ord(sign):04X}' for sign in match[0])}) is no letter of the text"
        yield match.start(), "garbled-text", f"{what}: write it again, and save the file as UTF-8"


def _marks(body: str) -> Iterator[Fault]:
    for match in _ADMONITION.finditer(body):
        yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: use '/// editors' or a paragraph"
    for match in _BLOCK.finditer(body):
        name, rest = match["name"].lower(), match["rest"]
        if name not in _BLOCKS:
            yield match.start(), "not-markdown", f"there is no block '/// {match['name']}': it is one of {_BLOCKS}"
        elif name == "view" and not rest.lstrip().startswith("|"):
            yield match.start(), "not-markdown", f"'{match[0]}': write '/// view | name'"
        elif name == "editors" and rest.strip():
            yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: write '/// editors' alone"
    for form, mend in _FOREIGN:
        for match in form.finditer(body):
            yield match.start(), "not-markdown", f"'{match[0].strip()[:60]}' is shown as it stands: {mend}"
    yield from _headings(body)
    yield from _lists(body)
    for match in _FEW_SLASHES.finditer(body):
        yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: begin the line with three slashes"
    rest = blanked(_WHOLE, body)
    for match in _BARE_KEY.finditer(rest):
        yield match.start(), "not-markdown", f"'{match[0]}' is no citation: write [@{match['key']}]"
    for match in _ODD_KEY.finditer(rest):
        yield match.start(), "not-markdown", f"'{match[0]}' is no citation: write [@key]"


def _headings(body: str) -> Iterator[Fault]:
    """Headings that Markdown sees and nobody has meant, or the other way."""
    for match in _TIGHT.finditer(body):
        what = f"'{match[0][:60]}' is a heading to Markdown: write a space after its hashes, or \\# for the sign"
        yield match.start(), "not-markdown", what
    for match in _MANY.finditer(body):
        yield match.start(), "not-markdown", f"'{match[0]}': a heading has six hashes at the most"
    for match in _HALF_LIST.finditer(body):
        yield match.start(), "not-markdown", f"'{match[0]}' is shown as it stands: end the id of a heading with a brace"
    for match in _NO_ID.finditer(body):
        what = f"'{match[0][:60]}': braces at the end of a heading hold its id, {{#id}}; write \\{{ for the sign"
        yield match.start(), "not-markdown", what
    for match in _UNDERLINED.finditer(body):
        what = f"'{match['mark']}' makes a heading of the line above it: put an empty line between the two"
        yield match.start("mark"), "not-markdown", what


def _lists(body: str) -> Iterator[Fault]:
    """The lists whose first number is not the one that would be shown, and what falls out of a list."""
    inside = False
    for match in _PARAGRAPH.finditer(body):
        number = _NUMBERED.match(match[0])
        if number and not inside and int(number["number"]) != 1:
            what = f"a list is numbered from 1: write '{number['number']}\\.' for the number as it stands, and indent"
            yield match.start(), "not-markdown", f"{what} by four spaces what stands between the items of one list"
        begins = bool(_ITEM.match(match[0]))
        if begins and (shallow := _SHALLOW.search(match[0])):
            what = f"'{shallow[0].strip()[:60]}' is no item of a list within the list: indent it by four spaces"
            yield match.start() + shallow.start(), "not-markdown", what
        elif inside and _SHALLOW_TEXT.match(match[0]):
            what = "the list ends before this line: indent by four spaces what belongs to an item"
            yield match.start(), "not-markdown", what
        inside = begins or (inside and match[0].startswith((" " * 4, "\t")))


def _open_blocks(body: str) -> Iterator[Fault]:
    """The blocks that nothing ends: each would take the rest of the page, the words of others as well."""
    opened: list[re.Match[str]] = []
    known = all(match["name"].lower() in _BLOCKS for match in _BLOCK.finditer(body))  # others are told already
    for edge in _EDGE.finditer(body):
        if edge["name"]:
            opened.append(edge)
        else:
            within = next((block for block in reversed(opened) if block["slashes"] == edge["slashes"]), None)
            opened = [block for block in opened if block is not within]
            if within is None and known:
                what = f"'{edge['slashes']}' ends no block: begin one with '/// view | name' or '/// editors'"
                yield edge.start(), "open-block", what
    for block in opened:
        what = f"nothing ends '{block[0]}': write a line '{block['slashes']}' where it ends"
        yield block.start(), "open-block", what


def _footnotes(body: str) -> Iterator[Fault]:
    found = [
        (match.start(), match["name"], bool(match["colon"]) and _begins(body, match)) for match in _NOTE.finditer(body)
    ]
    defined = Counter(name for _, name, definition in found if definition)
    used = {name for _, name, definition in found if not definition}
    seen: set[str] = set()
    for offset, name, definition in found:
        if definition and name in seen:
            yield offset, "footnote", f"'[^{name}]' is written twice: only one of them would be shown"
        elif definition and name not in used:
            yield offset, "footnote", f"nothing refers to the footnote '[^{name}]'"
        elif not definition and name not in defined:
            yield offset, "footnote", f"the footnote '[^{name}]' is written nowhere: add a line '[^{name}]: …'"
        seen |= {name} if definition else set()


def _begins(body: str, match: re.Match[str]) -> bool:
    """Whether a match begins its line."""
    return not body[body.rfind("\n", 0, match.start()) + 1 : match.start()].strip()


def _tables(body: str) -> Iterator[Fault]:
    """The rows with more or fewer cells than the head of their table: all that stands right below it is a row."""
    lines = re.sub(LINK, lambda match: match[0].replace("|", " "), body).split("\n")
    for number in range(1, len(lines)):
        head, rule = lines[number - 1], lines[number]
        begins = number == 1 or not lines[number - 2].strip()
        if not (begins and "|" in rule and "-" in rule and _RULE.fullmatch(rule) and _cells(head) == _cells(rule)):
            continue
        for row in range(number + 1, len(lines)):
            line = lines[row]
            if not line.strip() or line.startswith("///"):
                break
            last = line + "x" if line.endswith(" ") else line  # code may have stood there
            if _cells(head) not in (_cells(line), _cells(last)):
                what = f"this row has {_cells(line)} cells, the head of the table {_cells(head)}"
                what += "" if "|" in line else ": put an empty line after the table"
                yield len("\n".join(lines[:row])) + 1, "table-cell", what


def _cells(row: str) -> int:
    return len(_CELL.findall(_OUTER.sub("", row.strip()))) + 1
