"""What no page may hold: HTML that nh3 (Ammonia) would take out, addresses that a browser would fetch from elsewhere,
and what Python-Markdown would take too long over, or fail at. No prose is like the last."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser

import nh3

from spor.read.syntax import CODE_SPAN, FENCED, KNOWN, Fault, blanked, comments, slips
from spor.read.text import contacts
from spor.trace.problem import reports

_TAGS = frozenset([*nh3.ALLOWED_TAGS, *KNOWN["tags"]])
_ATTRIBUTES = {*KNOWN["attributes"], *KNOWN["drawing"]}
_SCHEMES = {"http", "https", "mailto"}
#: Takes out of one tag all that its attributes may not be.
_CLEANER = nh3.Cleaner(
    {"a"}, None, {"a": _ATTRIBUTES}, link_rel=None, url_schemes=_SCHEMES, generic_attribute_prefixes={"data-", "aria-"}
)
#: A tag as a browser takes it, quoted values whole, and as Python-Markdown may.
_TAG = re.compile(r"""<(?P<name>[A-Za-z][^\s<>/]*)(?P<more>(?:"[^"<]*"|'[^'<]*'|[^'"<>])*)>""")
#: What `attr_list` and fences read: `{: #id .class name=value }`.
_LIST = re.compile(r"\{:?(?P<more>[^{}\n]*=[^{}\n]*)\}")
_PAIR = re.compile(r"""(?P<name>[^\s=#.]+)=(?P<value>"[^"]*"|'[^']*'|[^\s}]+)""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
#: What browsers leave out of an address.
_LEFT_OUT = re.compile(r"[\x00-\x20]")


class _Reader(HTMLParser):
    """Reads the attributes of a tag."""

    found: Mapping[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = self.found or {name: value or "" for name, value in attrs}


def _attributes(tag: str) -> Mapping[str, str]:
    reader = _Reader()
    reader.feed(tag)
    return reader.found


def unsafe_tags(body: str) -> Iterator[Fault]:
    """Each tag and attribute list of a page that brings more than words and pictures."""
    for match in _TAG.finditer(body):
        if ":" not in match["name"] or " " in match[0]:  # an address in brackets has a rule of its own
            yield from _unsafe(match, match["more"].rstrip("/"), match["name"].lower() in _TAGS)
    yield from unsafe_lists(body)


def unsafe_lists(text: str) -> Iterator[Fault]:
    """The same for attribute lists alone, which the first line of a code block can have, too."""
    for match in _LIST.finditer(text):
        yield from _unsafe(match, " ".join(pair[0] for pair in _PAIR.finditer(match["more"])))


def _unsafe(match: re.Match[str], attributes: str, known: bool = True) -> Iterator[Fault]:
    """What is wrong with a tag (`known`: it may stand in a page) or a list with these attributes: nh3 takes it out."""
    tag = f"<a {attributes}>"
    given, left = (_attributes(each) if attributes.strip() else {} for each in (tag, _CLEANER.clean(tag)))
    faults = {name for name, value in given.items() if left.get(name) != value}
    if not known or faults - {"href"}:
        yield match.start(), "unsafe-html", f"'{excerpt(match[0])}' may not stand in a page"
    elif faults:
        yield match.start(), "unsafe-address", f"'{excerpt(given['href'])}': {ONLY_WEB}"
    else:
        yield from ((match.start(), *fault) for fault in _fetched(given))


@reports(
    too_deep="A page holds nothing that its conversion would take too long over.",
    reserved_comment="No page holds what the build writes for itself.",
    published_comment="No page holds a comment, which its readers could read as well.",
)
def code_faults(text: str) -> Iterator[Fault]:
    """What of a page's `text` may not even stand in code: what goes too far or leads to a person, attributes that run
    or fetch, and comments, the build's own as well."""
    yield from slips("too-deep", "deep", text)
    for fenced in FENCED.finditer(text) if "{" in text else ():
        for offset, rule, what in unsafe_lists(fenced[0].split("\n", 1)[0]):
            yield fenced.start() + offset, rule, what
    yield from contacts(text)
    if (mark := text.find("<!--spor")) >= 0:
        yield mark, "reserved-comment", "'<!--spor' is what the build writes for itself: take it out"
    for start, _ in comments(blanked(CODE_SPAN, blanked(FENCED, text))) if "<!--" in text else ():
        if not text.startswith("<!--spor", start):
            yield start, "published-comment", "a comment is published with the page: take it out"


def _fetched(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for address in (attributes.get(name, "") for name in ("href", "src")):
        if address and not address.startswith("#") and not _SCHEME.match(address):
            mend = "write [words](page.md) or ![what it shows](picture.png)"
            yield "malformed-link", f"'{excerpt(address)}': nobody looks whether a link in HTML leads anywhere: {mend}"
    if fault := address_fault(attributes.get("href", ""), False) or address_fault(attributes.get("src", ""), True):
        yield "unsafe-address", fault


ONLY_WEB = "only https:, http: and mailto: lead out of the site"


def address_fault(address: str, fetched: bool) -> str:
    """What is wrong with an address, as a browser takes it; `fetched`: it would load it unasked."""
    taken = _LEFT_OUT.sub("", unescape(address))
    scheme = _SCHEME.match(taken)
    if scheme and scheme[0].lower().rstrip(":") not in _SCHEMES:
        return f"'{excerpt(address)}': {ONLY_WEB}"
    if scheme and fetched:
        return f"'{excerpt(address)}': put the picture into docs/, the site fetches nothing"
    return ""


def excerpt(text: str) -> str:
    """The beginning of what a writer has written, on one line."""
    return " ".join(text.split())[:40]
