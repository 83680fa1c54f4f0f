"""What the source of a block tells: its words without markup, and where its links, citations and footnotes lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from spor.read.syntax import CITATION, LINK, parse_citation, plain
from spor.trace.block import Cited

_LINK, _CITATION = re.compile(LINK), re.compile(CITATION)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\s]+)\](?!:)")
#: A link or an image of Markdown, with its address in brackets.
_INLINE = re.compile(
    r"!?\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\(\s*<?(?P<url>[^\s()<>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_AUTOMATIC = re.compile(r"<(?P<url>(?:https?://|mailto:)[^<>\s]*)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ATTRIBUTES = re.compile(r"\{:[ ]*[#.\w][^{}\n]*\}|\{[ ]*[#.\w][^{}\n]*\}[ ]*(?=\n|$)")
_STRONG = re.compile(
    r"(?<!\\)\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}|(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)"
)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_SPACE = re.compile(r" (?=[.,;:!?)])|(?<=\() | ?\(\)")


def _link_words(link: re.Match[str]) -> str:
    return link["text"] or link["target"].strip()


#: What is markup, and what of it is read; asked only of a text that holds the sign with which it begins.
_MARKUP: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("@", _CITATION, ""),
    ("[^", _FOOTNOTE, ""),
    ("[[", _LINK, _link_words),
    ("](", _INLINE, r"\g<words>"),
    ("<", _AUTOMATIC, r"\g<url>"),
    ("<", _TAG, ""),
    ("{", _ATTRIBUTES, ""),
    ("*", _STRONG, ""),
    ("_", _STRONG, ""),
    ("`", _CODE, r"\2"),
)


def plain_text(source: str) -> str:
    """The words of a block on one line: of a link those that it shows (what it leads to, where it has none), none of a
    citation."""
    text = source
    for sign, pattern, read in _MARKUP:
        if sign in text:
            text = pattern.sub(read, text)
    return _SPACE.sub("", " ".join(unescape(plain(text)).split())).strip()


def linked(source: str) -> tuple[str, ...]:
    """The ids that the links of a block lead to, in their order; the words that one may quote are left out."""
    return tuple(match["target"].partition("«")[0].strip() for match in _LINK.finditer(source))


def without_code(source: str) -> str:
    """The source without what is code in it, which is of no language."""
    return _CODE.sub("", source)


def without_targets(source: str) -> str:
    """The source without the links that show no words of the writer's: what they show is what they lead to."""
    return _LINK.sub(lambda match: match["text"] or "", source)


def cited(source: str) -> tuple[Cited, ...]:
    """The works that a block cites, in their order."""
    return tuple(work for match in _CITATION.finditer(source) for work in parse_citation(match["cites"]))


def footnotes(source: str) -> tuple[str, ...]:
    """The footnotes that a block refers to."""
    return tuple(match["name"] for match in _FOOTNOTE.finditer(source))


def addresses(source: str) -> tuple[str, ...]:
    """The addresses of the other links and images of a block."""
    found = [(match.start(), match["url"]) for form in (_INLINE, _AUTOMATIC) for match in form.finditer(source)]
    return tuple(url for _, url in sorted(found))
