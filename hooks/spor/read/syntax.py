"""What a writer types: links, citations, locators, headings and views, as patterns and plain parsers."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from html import unescape
from pathlib import Path

from jsonschema import FormatChecker
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from spor.locale import read_data
from spor.trace.block import Cited

# Both begin with the bracket and then look back for a backslash: `re` finds a first letter that is fixed much faster.
#: `[[id]]` or `[[id|text]]`; in a table the bar is written `\|`.
LINK = r"\[(?<!\\\[)\[(?P<target>[^\[\]|\\\n]+?)(?:\\?\|(?P<text>[^\[\]]+?))?\]\]"
#: `[@key, s. 1]`, `[Elmore, sitert i @key, s. 2; @other]`; not the text of a Markdown link.
CITATION = r"\[(?<!\\\[)(?P<cites>(?:[^\[\]@\n]|\n(?!\n))*?(?<![\w.])@[\w](?:[^\[\]\n]|\n(?!\n))*)\](?![(\[])"
#: Either of the two.
MARK = re.compile(f"{LINK}|{CITATION}")
#: The front matter of a page, as MkDocs sees it.
FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
#: An id: words with hyphens between them, or a section's number. No two sections have the same anchor.
IDENTIFIER = re.compile(r"\w+(?:-\w+)*|§[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
#: Where a code block begins or ends.
FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})(?!.*(?P=mark))")
#: One work within a citation. What pandoc would read as markup, or as one more work, may not stand in it.
_CITED = re.compile(
    r"(?P<prefix>[^\\<>{}$*`^~|@]*)(?<![\w.])@(?P<key>\w+(?:-\w+)*)(?:\s*,\s*(?P<locator>[^\\<>{}$*`^~|@]*))?"
)
#: Python-Markdown's own: what is no code block for it must be none for us.
FENCED = FencedBlockPreprocessor.FENCED_BLOCK_RE
_MARKS_OF_CODE = ("`", "~", "<!--")
#: Code within a line.
CODE_SPAN = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>(?:.(?!\n\s*\n))*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
_ANCHOR = re.compile(r"(?:^|\s)#(?P<id>[^\s.=}]+)")
#: As pymdownx.blocks sees it, within lists and quotations as well.
VIEW = re.compile(r"^(?:[ \t>*+-]|\d+[.)])*/{3,}[ ]*view[ ]*(?:\|(?P<call>[^\n]*))?$", re.MULTILINE | re.IGNORECASE)


#: What is wrong in a text: the offset at which it stands, the rule that it breaks, and a message.
Fault = tuple[int, str, str]
#: What others have laid down of HTML, files and BibLaTeX (`known.yml`).
KNOWN = read_data(Path(__file__).with_name("known.yml"))
#: Of each sort of slip, what finds it, and the message.
_SLIPS = {
    sort: [(re.compile(form, re.MULTILINE), message) for form, message in known.items()]
    for sort, known in read_data(Path(__file__).with_name("slips.yml")).items()
}


@dataclass(frozen=True)
class Heading:
    """A heading of a page; `anchor` is the id that the writer gave it, or empty."""

    level: int
    text: str
    anchor: str
    line: int


class Lines:
    """Turns an offset in a text into a line number (the first line is `first`)."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts, self._first = [0, *(match.end() for match in re.finditer("\n", text))], first

    def __call__(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1 + self._first


def parse_citation(raw: str) -> tuple[Cited, ...]:
    """The works in `raw`, a citation without its brackets; empty if one of them names no key."""
    cited = []
    for part in raw.split(";"):
        match = _CITED.fullmatch(part.strip())
        if not match:
            return ()
        prefix = " ".join(match["prefix"].split()).removesuffix("-").strip()
        cited.append(Cited(match["key"], " ".join((match["locator"] or "").split()), prefix))
    return tuple(cited)


def citations_on_one_line(text: str) -> str:
    """A text whose citations hold no line ends."""
    return re.sub(CITATION, lambda match: " ".join(match[0].split()), text) if "@" in text else text


def slips(rule: str, sort: str, text: str, what: str = "") -> Iterator[Fault]:
    """The slips of a sort (`slips.yml`) in a text, as faults against a rule; `what` begins the message of each."""
    for pattern, message in _SLIPS[sort]:
        at = "at" if "at" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield match.start(at), rule, (what + message).format(match[0].strip(), **match.groupdict())


def blank_code(text: str) -> str:
    """`text` with code blocks, code spans and comments blanked out; every offset stays where it was."""
    if not any(mark in text for mark in _MARKS_OF_CODE):
        return text
    text, parts, done = blanked(FENCED, text), [], 0
    for start, end in comments(text):
        parts += [text[done:start], _blank(text[start:end])]
        done = end
    return blanked(CODE_SPAN, "".join([*parts, text[done:]]))


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where each comment begins and ends; a pattern would look for the end of each anew, if nothing ends them."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (last := text.find("-->", start + 4)) >= 0:
        end = last + 3
        yield start, end


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """`text` with what a pattern finds in it blanked out; every offset stays where it was."""
    return pattern.sub(lambda match: _blank(match[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def plain(text: str) -> str:
    """A heading's text as it is shown: without the backslashes and references that keep signs from being markup."""
    return unescape(_ESCAPED.sub(r"\1", text))


def open_fence(text: str, first: int = 1) -> int | None:
    """The line on which a code block begins that is none, since nothing closes it as it was opened."""
    lines = enumerate(blanked(FENCED, text).split("\n"), first)
    return next((number for number, line in lines if FENCE.match(line)), None)


def headings(masked: str, first: int = 1) -> tuple[Heading, ...]:
    """The `#` headings of a text that :func:`blank_code` has gone over, in order."""
    return tuple(
        heading(len(match[0]), line[match.end() :].strip(" \t").rstrip("#").rstrip(" \t"), number)
        for number, line in enumerate(masked.split("\n"), first)
        if (match := _HEADING.match(line))
    )


def heading(level: int, text: str, line: int) -> Heading:
    """The heading that is written as `text`, its marks taken off; the id stands in braces at its end."""
    start = text.rfind("{") if text.endswith("}") else -1
    if start < 0 or "}" in text[start:-1]:
        return Heading(level, text, "", line)
    anchor = _ANCHOR.search(text[start + 1 : -1].removeprefix(":"))
    return Heading(level, text[:start].strip(), anchor["id"] if anchor else "", line)


def views(masked: str, first: int = 1) -> tuple[tuple[str, int], ...]:
    """The calls of views (`/// view | call`) in a text without code, each with its line; a call can be empty."""
    line = Lines(masked, first)
    return tuple(((match["call"] or "").strip(), line(match.start())) for match in VIEW.finditer(masked))


def is_inside(path: str) -> bool:
    """Whether a path is relative and leads to a file below where it starts, however it is read."""
    odd = {"", ".", ".."} & set(path.split("/")) or re.search(r"[\\:]|^~", path)
    return len(path) < 200 and path.isprintable() and not odd


def is_on_calendar(date: str) -> bool:
    """Whether `2026-11-24` is a day that there is; what is no day, but a year or nothing, is not asked."""
    try:
        return len(date) < len("2026-11-24") or Day.fromisoformat(date).isoformat() == date
    except ValueError:
        return False


def is_interval(date: str) -> bool:
    """Whether a date that BibLaTeX knows (`2023-05/2023-06`, `2023~`) is on the calendar, and ends after it begins."""
    ends = [end.rstrip("~?") for end in date.split("/") if end]
    return all(map(is_on_calendar, ends)) and (not ends[1:] or ends[1] >= ends[0][: len(ends[1])])


#: Formats of ours in a JSON Schema.
FORMATS = FormatChecker(())
for _name, _is in (("calendar", is_on_calendar), ("inside", is_inside), ("interval", is_interval)):
    FORMATS.checks(_name)(lambda value, holds=_is: not isinstance(value, str) or holds(value))


def section_anchor(section_id: str) -> str:
    """The id in the page of a section: `§5.2.1` stands at `s5-2-1`."""
    return "s" + section_id.removeprefix("§").replace(".", "-")
