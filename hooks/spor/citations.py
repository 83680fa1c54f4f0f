"""Formats all citations of a site in one run of pandoc's citeproc, and keeps the result.

citeproc gives year suffixes (2023a, 2023b) over all it sees, so it must see the whole site at once.
"""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from spor.pandoc import VERSION, run_pandoc


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
    digest = hashlib.sha256("\0".join([VERSION, *inputs]).encode()).hexdigest()
    kept = cache / f"citations-{digest[:32]}.json"
    if kept.is_file():
        data = json.loads(kept.read_text("utf-8"))
        return Formatted(data["inline"], data["entries"])
    arguments = ["--from=markdown", "--to=html", "--citeproc", "--wrap=none"]
    arguments += [f"--bibliography={bibliography}", f"--csl={style.csl}"]
    formatted = _parse(run_pandoc(_document(citations, style.language), arguments), citations)
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob("citations-*.json"):
        old.unlink(missing_ok=True)
    kept.write_text(json.dumps({"inline": formatted.inline, "entries": formatted.entries}), "utf-8")
    return formatted


def _document(citations: list[str], language: str) -> str:
    """A Markdown document with each citation in a paragraph of its own, and all entries listed."""
    head = f"---\nlang: {language}\nlink-citations: true\nnocite: '@*'\n---\n"
    return head + "".join(f"\n::: {{#cite-{number}}}\n{raw}\n:::\n" for number, raw in enumerate(citations))


def _parse(html: str, citations: list[str]) -> Formatted:
    """Picks the citations and the entries out of pandoc's HTML, by their ids."""
    root = ET.fromstring(f"<root>{html}</root>")
    blocks = {block.get("id", ""): block for block in root.iter("div")}
    inline = {raw: _inner(blocks[f"cite-{number}"].find(".//span")) for number, raw in enumerate(citations)}
    entries = {
        identifier.removeprefix("ref-"): _inner(block)
        for identifier, block in blocks.items()
        if identifier.startswith("ref-")
    }
    return Formatted(inline, entries)


def _inner(element: ET.Element | None) -> str:
    """The HTML within an element, without the links' extra attributes."""
    if element is None:
        return ""
    for link in element.iter("a"):
        link.attrib = {name: value for name, value in link.attrib.items() if name == "href"}
    text = escape(element.text or "", quote=False)
    inner = text + "".join(ET.tostring(child, encoding="unicode", method="html") for child in element)
    return re.sub(r"\s+", " ", inner.replace("\u2009", "\u202f")).strip()
