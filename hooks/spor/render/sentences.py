"""The sentence in which a page mentions or cites something, as a reader sees it."""

from __future__ import annotations

import re

from spor.read.page import link_target
from spor.read.syntax import CITATION, LINK
from spor.render.site import Site
from spor.trace.trace import Mention

#: Where a sentence ends: before what one begins with. `s. 21` and `§ 5.2` go on with a small letter or a digit.
_END = r"(?<=[.!?:])[)»”’]?\s+(?=[{capitals}\[(])"
_MARKS = re.compile(r"\{[^{}]*\}|<[^<>]*>|[*_`]+|^\s*(?:[#>-]+|\d+\.|:)\s+|\[\^[^\]]*\]")
_WHOLE = re.compile(f"{LINK}|{CITATION}")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
#: As many characters of a sentence are shown on either side of the mention.
_AROUND = 110


def sentence_of(site: Site, mention: Mention) -> tuple[str, str, str] | None:
    """The sentence of a mention as plain text: what stands before it, its own words, and what follows.

    None where it cannot be found.
    """
    page = site.trace.pages[mention.page]
    lines, at = page.text.split("\n"), mention.place.line - page.place.line
    line = lines[at] if 0 <= at < len(lines) else ""
    on_page = site.trace.mentions_on[mention.page]
    same = [m.anchor for m in on_page if m.place.line == mention.place.line and m.raw == mention.raw]
    start = -1
    for _ in range(list(dict.fromkeys(same)).index(mention.anchor) + 1):
        start = line.find(mention.raw.split("\n")[0], start + 1)
    if start < 0:
        return None
    whole = [match.span() for match in _WHOLE.finditer(line)]  # whose words may hold the end of a sentence
    found = (match.end() for match in re.finditer(_END.format(capitals=site.locale.capitals), line))
    ends = [at for at in found if not any(first < at < last for first, last in whole)]
    begin = max((end for end in ends if end <= start), default=0)
    end = min((end for end in ends if end > start), default=len(line))
    upto, rest = line[begin:start], line[start + len(mention.raw) : end]
    before, words = _plain(site, upto, ""), _plain(site, mention.raw, upto)
    return _cut(before, True), words.strip(), _cut(_plain(site, rest, upto + mention.raw), False)


def _plain(site: Site, text: str, before: str) -> str:
    """Markdown as plain text after `before`: a link by its words, a citation as formatted, without marks."""

    def link(match: re.Match[str]) -> str:
        entity = site.trace.entities.get(link_target(match["target"].strip())[0])
        lead = _MARKS.sub("", before + match.string[: match.start()])
        return match["text"] or (site.link_text(entity, lead) if entity else match["target"])

    text = re.sub(LINK, link, text)
    text = re.sub(CITATION, lambda match: site.plain_citation(match[0]), text)
    return re.sub(r"\s+", " ", _MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text)))


def _cut(text: str, end: bool) -> str:
    """A text within its limit: its end, or its beginning, by whole words."""
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].partition(" ")[2] if end else text[:_AROUND].rpartition(" ")[0] + " …"
