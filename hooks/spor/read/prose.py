"""What the prose of a page may not hold: links that are none, HTML that is not whole or not safe, foreign addresses."""

import re
from collections.abc import Iterator

from spor.read.safe import address_fault, unsafe_tags
from spor.read.syntax import KNOWN, MARK, Fault, blanked, slips
from spor.trace.problem import reports

#: A link of Markdown, with an address or a label for it, once the links and citations within are out.
_MARKDOWN_LINK = re.compile(r"\[(?<!\\\[)[^\[\]]*\](?=\(|\[[^\[\]])")
#: Brackets within brackets, which end as a link does.
_NESTED = re.compile(r"\[[^\[\]]*\[[^\[\]]*\]\]")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<more>(?:\s[^<>]*)?)>|<[A-Za-z/?!][^<>\n]*$", re.MULTILINE)
_AUTOMATIC = re.compile(r"<(?:https?://|mailto:)[^<>\s]*>|<[\w.+-]+@[\w.-]+>")
#: Where Markdown has an address.
_INLINE = re.compile(r"\]\(\s*<?\s*(?P<address>[^\s()<>]+)")
_REFERENCE = re.compile(r"^[ ]{0,3}\[(?!\^)(?P<label>[^\[\]]+)\]:\s*<?\s*(?P<address>[^\s<>]+)", re.MULTILINE)
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\])?")
_BARE = re.compile(r"<(?P<address>[A-Za-z][\w+.-]*:[^<>\s]*)>")


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
    yield from slips("malformed-link", "links", body)
    for offset, address, fetched in _addresses(body):
        if fault := address_fault(address, fetched):
            yield offset, "unsafe-address", fault
    tags = blanked(_AUTOMATIC, body)
    yield from _html(tags)
    yield from unsafe_tags(tags)


def _half_links(body: str) -> Iterator[Fault]:
    if "[[" not in body and "]]" not in body and "@" not in body:
        return
    rest = blanked(MARK, body)
    yield from slips("malformed-link", "half_links", rest)
    yield from slips("malformed-citation", "half_citations", rest)
    yield from slips("malformed-link", "ends", blanked(_NESTED, rest))
    links = [match.span() for match in _MARKDOWN_LINK.finditer(rest)]
    for match in MARK.finditer(body):
        if any(start < match.start() < end for start, end in links):
            yield match.start(), "malformed-link", f"'{match[0]}' stands within another link: write them side by side"


def _addresses(body: str) -> Iterator[tuple[int, str, bool]]:
    """Each address in a page: where it is, what it is, and whether the reader's browser would fetch it unasked."""
    for match in _INLINE.finditer(body):
        start = body.rfind("[", 0, match.start())
        yield match.start(), match["address"], start > 0 and body[start - 1] == "!"
    pictures = {(match["label"] or match["alt"]).lower() for match in _PICTURE.finditer(body)}
    for match in _REFERENCE.finditer(body):
        yield match.start(), match["address"], match["label"].lower() in pictures
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
        elif name not in KNOWN["void"] and not match["more"].endswith("/"):
            opened.append((name, match.start()))
    for name, offset in opened:
        yield offset, "malformed-html", f"'<{name}>' has no end"
