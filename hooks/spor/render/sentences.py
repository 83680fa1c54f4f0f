"""The sentence in which a page mentions or cites something, as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from spor.read.page import link_target
from spor.read.syntax import CITATION, LINK
from spor.render import names
from spor.trace.trace import Mention, Trace

#: Where a sentence ends: before what one begins with. `s. 21` and `§ 5.2` go on with a small letter or a digit.
_END = r"(?<=[.!?:])[)»”’]?\s+(?=[{capitals}\[(])"
_MARKS = re.compile(r"\{[^{}]*\}|<[^<>]*>|[*_`]+|^\s*(?:[#>-]+|\d+\.|:)\s+|\[\^[^\]]*\]")
_WHOLE = re.compile(f"{LINK}|{CITATION}")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
#: As many characters of a sentence are shown on either side of the mention.
_AROUND = 110


#: Formats a citation, as typed, as plain text.
Cite = Callable[[str], str]


@dataclass(frozen=True)
class Sentence:
    """A sentence as plain text: what stands before the mention, its own words, and what follows."""

    before: str
    marked: str
    after: str


def sentence_of(trace: Trace, mention: Mention, capitals: str, cite: Cite) -> Sentence | None:
    """The sentence of a mention; None where it cannot be found.

    `capitals` is what a sentence begins with; `cite` gives a citation, as typed, formatted as plain text.
    """
    page = trace.pages.get(mention.page)
    lines = page.text.split("\n") if page else []
    at = mention.place.line - page.place.line if page else -1
    if page is None or not 0 <= at < len(lines):
        return None
    line = lines[at]
    same = [m for m in trace.mentions_on[mention.page] if m.place.line == mention.place.line and m.raw == mention.raw]
    anchors = list(dict.fromkeys(m.anchor for m in same))
    start = -1
    for _ in range(anchors.index(mention.anchor) + 1):
        start = line.find(mention.raw.split("\n")[0], start + 1)
    if start < 0:
        return None
    whole = [match.span() for match in _WHOLE.finditer(line)]  # whose words may hold the end of a sentence
    found = (match.end() for match in re.finditer(_END.format(capitals=capitals), line))
    ends = [at for at in found if not any(first < at < last for first, last in whole)]
    begin = max((end for end in ends if end <= start), default=0)
    end = min((end for end in ends if end > start), default=len(line))
    upto = line[begin:start]
    before, marked, after = (
        plain(trace, text, cite, lead)
        for text, lead in ((upto, ""), (mention.raw, upto), (line[start + len(mention.raw) : end], upto + mention.raw))
    )
    return Sentence(_cut(before, True), marked.strip(), _cut(after, False))


def plain(trace: Trace, text: str, cite: Cite, before: str = "") -> str:
    """Markdown as plain text after `before`: a link by its words, a citation as formatted, without marks."""

    def link(match: re.Match[str]) -> str:
        entity = trace.entities.get(link_target(match["target"].strip())[0])
        lead = _MARKS.sub("", before + match.string[: match.start()])
        return match["text"] or (names.within(trace, entity, lead) if entity else match["target"])

    text = re.sub(LINK, link, text)
    text = re.sub(CITATION, lambda match: cite(match[0]), text)
    return re.sub(r"\s+", " ", _MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text)))


def _cut(text: str, end: bool) -> str:
    """A text within its limit: its end, or its beginning, by whole words."""
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2] if end else text[:_AROUND].rpartition(" ")[0] + " …"
